/** Pastes with care: what would run at once is asked about first. */
import type { App } from "../../kernel/app";
import { joinLines, previewControls, previewPaste, sanitisePaste, type PasteText } from "./paste-text";

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

/** Shows what a paste holds that nobody types; without these it may go on. */
async function askAboutControls(app: App, raw: string, paste: PasteText): Promise<boolean> {
  const many = paste.removed > 1;
  const answer = await app.dialogs.ask({
    title: `Paste without ${paste.removed} control ${many ? "characters" : "character"}?`,
    message: `The text holds what could steer the terminal:\n\n${previewControls(raw)}`,
    answers: [
      { id: "paste", title: "Paste Without" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  return answer === "paste";
}

/** Answers whether something was pasted. */
export async function pasteInto(app: App, target: PasteTarget, raw: string): Promise<boolean> {
  const paste = sanitisePaste(raw);
  if (paste.text === "") return false;
  if (paste.removed > 0 && !(await askAboutControls(app, raw, paste))) {
    target.focus();
    return false;
  }
  // A program that asked for brackets gets the text as a text, and decides itself.
  const text = paste.runs && !target.bracketedPaste() ? await askAbout(app, paste) : paste.text;
  target.focus();
  if (text === undefined) return false;
  target.paste(text);
  return true;
}
