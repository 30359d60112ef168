/** Pastes with care: what would run at once is asked about first. */
import type { App } from "../../kernel/app";
import { joinLines, previewPaste, sanitisePaste, type PasteText } from "./paste-text";

/** The part of a terminal that takes a paste. */
export interface PasteTarget {
  paste(text: string): void;
  bracketedPaste(): boolean;
  focus(): void;
}

async function askAbout(app: App, paste: PasteText): Promise<string | undefined> {
  const answer = await app.dialogs.ask({
    title:
      paste.lines > 1 ? `Paste ${paste.lines} lines into the terminal?` : "Paste a line that runs at once?",
    message: `Each line end works like the Enter key.\n\n${previewPaste(paste.text)}`,
    answers: [
      { id: "paste", title: "Paste" },
      { id: "join", title: "Paste as One Line" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer === "cancel") return undefined;
  return answer === "join" ? joinLines(paste.text) : paste.text;
}

export async function pasteInto(app: App, target: PasteTarget, raw: string): Promise<void> {
  const paste = sanitisePaste(raw);
  if (paste.text === "") return;
  // A program that asked for brackets gets the text as a text, and decides itself.
  const text = paste.runs && !target.bracketedPaste() ? await askAbout(app, paste) : paste.text;
  target.focus();
  if (text === undefined) return;
  target.paste(text);
  if (paste.removed > 0) {
    app.notify({
      level: "info",
      message: `${paste.removed} control ${paste.removed === 1 ? "character was" : "characters were"} left out of the paste.`,
    });
  }
}
