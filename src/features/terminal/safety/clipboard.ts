/** Programs that write to the clipboard (OSC 52) ask first; what is on it is never told. */
import type { Terminal } from "@xterm/xterm";
import { createSignal, type Accessor } from "solid-js";
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

export type ClipboardAnswer = "no" | "once" | "always";

export interface ClipboardGate {
  /** A program wants this text on the clipboard. */
  ask(text: string): Promise<void>;
  /** What is asked just now, as it is shown; nothing while there is no question. */
  question: Accessor<string | undefined>;
  answer(answer: ClipboardAnswer): Promise<void>;
  /** The person typed into the terminal: what was refused may be asked again. */
  typed(): void;
}

/** One terminal's questions about its clipboard. */
export function makeClipboardGate(app: Pick<App, "ipc">): ClipboardGate {
  let always = false;
  let refused = false;
  const [wanted, setWanted] = createSignal<string>();
  const write = async (text: string): Promise<void> => void (await app.ipc.clipboardWrite({ text }));
  return {
    question: () => {
      const text = wanted();
      return text === undefined ? undefined : previewPaste(text);
    },
    typed: () => {
      refused = false;
    },
    async ask(text) {
      if (always) return write(text);
      // What is shown stays what is answered, and a program in a loop is asked about once.
      if (wanted() === undefined && !refused) setWanted(text);
    },
    async answer(answer) {
      const text = wanted();
      if (text === undefined) return;
      setWanted(undefined);
      refused = answer === "no";
      always = answer === "always";
      if (answer !== "no") await write(text);
    },
  };
}
