/** Programs that write to the clipboard (OSC 52) ask first; what is on it is never told. */
import type { Terminal } from "@xterm/xterm";
import type { App } from "../../../kernel/app";
import { previewPaste } from "../paste-text";

/** Bytes of text that a program may put on the clipboard. */
const MOST = 1 << 20;

/** The text of a request such as `c;aGVsbG8=`; nothing when it asks for the clipboard, or is no text. */
export function textOfRequest(data: string): string | undefined {
  const cut = data.indexOf(";");
  const encoded = data.slice(cut + 1);
  if (cut < 0 || encoded === "?" || encoded.length > MOST * 1.4) return undefined;
  try {
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return text === "" || bytes.length > MOST ? undefined : text;
  } catch {
    return undefined;
  }
}

export function takeClipboard(terminal: Terminal, onText: (text: string) => void): void {
  terminal.parser.registerOscHandler(52, (data) => {
    const text = textOfRequest(data);
    if (text !== undefined) onText(text);
    // Handled in any case: nothing else may answer it.
    return true;
  });
}

export interface ClipboardGate {
  /** A program wants this text on the clipboard. */
  ask(text: string): Promise<void>;
  /** The person typed into the terminal: what was refused may be asked again. */
  typed(): void;
}

/** One terminal's questions about its clipboard. */
export function makeClipboardGate(app: Pick<App, "dialogs" | "ipc" | "notify">): ClipboardGate {
  let always = false;
  let asking = false;
  let refused = false;
  const write = async (text: string): Promise<void> => void (await app.ipc.clipboardWrite({ text }));
  return {
    typed: () => {
      refused = false;
    },
    async ask(text) {
      if (always) return write(text);
      // A program in a loop must not keep the person from anything else.
      if (asking || refused) return;
      asking = true;
      try {
        const answer = await app.dialogs.ask({
          title: "Let a program write to the clipboard?",
          message: `A program in this terminal wants to put this there:\n\n${previewPaste(text)}`,
          // The first is what a stray Enter takes.
          answers: [
            { id: "no", title: "Refuse" },
            { id: "once", title: "Allow Once" },
            { id: "always", title: "Always in This Terminal" },
          ],
          cancel: "no",
        });
        refused = answer === "no";
        always = answer === "always";
        if (answer !== "no") await write(text);
      } finally {
        asking = false;
      }
    },
  };
}
