import type { ChangeSpec, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Indent } from "../../ipc/bindings";

/** The edits that write the blanks at the start of each line in another way, to the same columns. */
export function indentEdits(text: Text, to: Indent): ChangeSpec[] {
  const edits: ChangeSpec[] = [];
  let from = 0;
  for (const line of text.iterLines()) {
    const blank = /^[ \t]+/.exec(line)?.[0] ?? "";
    let columns = 0;
    for (const unit of blank) columns += unit === "\t" ? to.size - (columns % to.size) : 1;
    const tabs = to.tabs ? Math.floor(columns / to.size) : 0;
    const written = "\t".repeat(tabs) + " ".repeat(columns - tabs * to.size);
    if (written !== blank) edits.push({ from, to: from + blank.length, insert: written });
    from += line.length + 1;
  }
  return edits;
}

/** Converts the indentation of a whole text, as one step of undo. */
export function convertIndentation(view: EditorView, to: Indent): void {
  view.dispatch({ changes: indentEdits(view.state.doc, to), userEvent: "input.indent" });
}
