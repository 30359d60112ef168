/** Pastes with care: what would run at once is asked about first. */
import type { App } from "../../kernel/app";
import { joinLines, previewControls, previewPaste, sanitisePaste, type PasteText } from "./paste-text";

/** The part of a terminal that takes a paste. */
export interface PasteTarget {
  paste(text: string): void;
  bracketedPaste(): boolean;
  focus(): void;
}

/** The one question about a paste: what would run, what could steer the terminal, or both. */
async function askAbout(app: App, raw: string, paste: PasteText, runs: boolean): Promise<string | undefined> {
  const { lines, removed } = paste;
  const controls = `${removed} control ${removed > 1 ? "characters" : "character"}`;
  const what = lines > 1 ? `${lines} lines` : "a line that runs at once";
  const titles = {
    runs: lines > 1 ? `Paste ${lines} lines into the terminal?` : "Paste a line that runs at once?",
    controls: `Paste without ${controls}?`,
    both: `Paste ${what}, without ${controls}?`,
  };
  const said = [
    ...(runs ? [`Each line end works like the Enter key.\n\n${previewPaste(paste.text)}`] : []),
    ...(removed > 0 ? [`The text holds what could steer the terminal:\n\n${previewControls(raw)}`] : []),
  ];
  const answer = await app.dialogs.ask({
    title: titles[!runs ? "controls" : removed > 0 ? "both" : "runs"],
    message: said.join("\n\n"),
    answers: [
      { id: "paste", title: removed > 0 ? "Paste Without" : "Paste" },
      ...(runs ? [{ id: "join" as const, title: "Paste as One Line" }] : []),
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer === "cancel") return undefined;
  return answer === "join" ? joinLines(paste.text) : paste.text;
}

/** Answers whether something was pasted. */
export async function pasteInto(app: App, target: PasteTarget, raw: string): Promise<boolean> {
  const paste = sanitisePaste(raw);
  if (paste.text === "") return false;
  // A program that asked for brackets gets the text as a text, and decides itself.
  const runs = paste.runs && !target.bracketedPaste();
  const asks = runs || paste.removed > 0;
  const text = asks ? await askAbout(app, raw, paste, runs) : paste.text;
  target.focus();
  if (text === undefined) return false;
  target.paste(text);
  return true;
}
