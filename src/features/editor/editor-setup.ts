/** The extensions of a code editor; what depends on settings stands in compartments of its host. */
import { closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { indentLess, indentMore, simplifySelection, standardKeymap } from "@codemirror/commands";
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  getIndentUnit,
  indentOnInput,
  indentUnit,
} from "@codemirror/language";
import { highlightSelectionMatches } from "@codemirror/search";
import { EditorSelection, EditorState, type Extension, type StateCommand } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  gutter,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  rectangularSelection,
  tooltips,
} from "@codemirror/view";
import type { Indent } from "../../ipc/bindings";
import { changeMarks } from "./change-marks";
import { codeTheme } from "./code-theme";
import { indentGuides } from "./indent-guides";
import { searchPanel } from "./search-panel";

/** Beyond these sizes (UTF-16 units) what looks at more than the lines on screen is left out. */
export const HEAVY_LIMIT = 5 << 20;
export const LANGUAGE_LIMIT = 10 << 20;

/** Tab goes to the next stop of the indentation; with a selection it indents the lines. */
const insertIndent: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  if (state.selection.ranges.some((range) => !range.empty)) return indentMore({ state, dispatch });
  const unit = getIndentUnit(state);
  const tabs = state.facet(indentUnit) === "\t";
  const change = state.changeByRange((range) => {
    const column = range.head - state.doc.lineAt(range.head).from;
    const insert = tabs ? "\t" : " ".repeat(unit - (column % unit));
    return {
      changes: { from: range.head, insert },
      range: EditorSelection.cursor(range.head + insert.length),
    };
  });
  dispatch(state.update(change, { userEvent: "input.indent", scrollIntoView: true }));
  return true;
};

/** Control characters that turn the direction of text, beyond those that CodeMirror shows by itself. */
const alsoSpecial = /[\u061c\u202a-\u202c\u2068\u180e\u2060-\u2064\u206a-\u206f]/g;

/** What every editor has, however large its text. */
export function basics(label: string): Extension {
  return [
    highlightSpecialChars({ addSpecialChars: alsoSpecial }),
    EditorState.allowMultipleSelections.of(true),
    EditorView.clickAddsSelectionRange.of((event) => event.altKey && !event.shiftKey),
    EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocorrect: "off" }),
    rectangularSelection({ eventFilter: (event) => event.altKey && event.shiftKey && event.button === 0 }),
    drawSelection(),
    dropCursor(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    // In the editor itself what does not fit above the first lines would end behind the tabs.
    tooltips({ parent: document.body }),
    searchPanel,
    closeBrackets(),
    indentOnInput(),
    codeTheme,
    keymap.of([
      { key: "Tab", run: insertIndent, shift: indentLess },
      { key: "Escape", run: simplifySelection },
      ...closeBracketsKeymap,
      ...standardKeymap,
    ]),
  ];
}

/** What is left out for very large texts. */
export function heavy(): Extension {
  return [
    bracketMatching(),
    highlightSelectionMatches({ minSelectionLength: 2 }),
    indentGuides,
    codeFolding({ placeholderText: "⋯" }),
  ];
}

/** Gutters from left to right, after the line numbers. */
export function gutters(folding: boolean): Extension {
  // Without folding its room stays, so that the text does not touch the marks.
  return [changeMarks, folding ? foldGutter({ markerDOM: foldMarker }) : gutter({ class: "cm-foldGutter" })];
}

function foldMarker(open: boolean): HTMLElement {
  const marker = document.createElement("span");
  marker.className = open ? "fold-mark fold-mark-open" : "fold-mark";
  marker.dataset["tip"] = open ? "Fold" : "Unfold";
  return marker;
}

export function indentation(indent: Indent): Extension {
  return [indentUnit.of(indent.tabs ? "\t" : " ".repeat(indent.size)), EditorState.tabSize.of(indent.size)];
}

/** A line at a column, from `.editorconfig`. */
export function ruler(column: number | null): Extension {
  if (column === null) return [];
  return EditorView.contentAttributes.of({ style: `--ruler: ${column}ch`, "data-ruler": String(column) });
}
