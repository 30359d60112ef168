/** Makes the view of a sheet, and says what happens in it. */
import { defaultKeymap, historyKeymap, indentWithTab } from "@codemirror/commands";
import { searchKeymap } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { codeBasics, codeHeavy, codeIndentation } from "../editor";
import { runAt, type Sheet } from "./runs";
import { lineAt } from "./sheet-lines";
import { refused, runsField } from "./sheet-state";
import { sheetView } from "./sheet-view";

export interface SheetHostOptions {
  title: string;
  /** Columns of an indentation; each file may have its own. */
  tabSize: number;
  /** Somebody edited the text. */
  onEdit: () => void;
  /** What is edited or written is another by now. */
  onRuns: () => void;
  onRefused: (sentence: string) => void;
  onFocus: (focused: boolean) => void;
  onOpen: (pos: number) => void;
}

/** The window has no keys of its own for this text, so that it has all of CodeMirror's. */
const keys = keymap.of([...searchKeymap, ...historyKeymap, indentWithTab, ...defaultKeymap]);

export function makeSheetHost(sheet: Sheet, options: SheetHostOptions): EditorView {
  const listener = EditorView.updateListener.of((update) => {
    if (update.docChanged) options.onEdit();
    for (const { effects } of update.transactions) {
      for (const effect of effects) if (effect.is(refused)) options.onRefused(effect.value);
    }
    if (update.startState.field(runsField) !== update.state.field(runsField)) options.onRuns();
    if (update.focusChanged) options.onFocus(update.view.hasFocus);
  });
  const extensions = [
    sheetView(sheet, options.onOpen),
    keys,
    codeBasics(`Edit results: ${options.title}`),
    codeHeavy(),
    codeIndentation({ tabs: false, size: options.tabSize }),
    listener,
  ];
  return new EditorView({ state: EditorState.create({ doc: sheet.text, extensions }) });
}

/** The file of a place in the text and its line; that of a heading or divider is the first one below it. */
export function placeAt(state: EditorState, pos: number): { file: number; line: number } | undefined {
  const at = lineAt(state, pos);
  if (at) return { file: at.run.file, line: at.number };
  const end = state.doc.lineAt(pos).to + 1;
  const below = runAt(state.field(runsField), end, end);
  return below && { file: below.file, line: below.line };
}
