/** Faint lines at each step of the indentation, drawn as the background of the lines on screen. */
import { getIndentUnit } from "@codemirror/language";
import { RangeSetBuilder, type EditorState, type Line } from "@codemirror/state";
import {
  Decoration,
  ViewPlugin,
  type DecorationSet,
  type EditorView,
  type ViewUpdate,
} from "@codemirror/view";

const MOST = 40;
const known = new Map<string, Decoration>();

function guide(columns: number, unit: number): Decoration {
  const key = `${columns}/${unit}`;
  const made =
    known.get(key) ??
    Decoration.line({
      class: "indent-guides",
      attributes: { style: `--guides: ${columns}ch; --guide-step: ${unit}ch` },
    });
  known.set(key, made);
  return made;
}

/** Columns of blank at the start of a line; `undefined` for a line of nothing but blanks. */
function indentOf(text: string, tabSize: number): number | undefined {
  let columns = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 32) columns += 1;
    else if (unit === 9) columns += tabSize - (columns % tabSize);
    else return columns;
  }
  return undefined;
}

function decorate(view: EditorView): DecorationSet {
  const { state } = view;
  const unit = getIndentUnit(state);
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of view.visibleRanges) {
    let before = 0;
    for (let line: Line = state.doc.lineAt(from); ; line = state.doc.line(line.number + 1)) {
      // A blank line carries on with what stands above it, as far as the line below goes too.
      const columns = indentOf(line.text, state.tabSize) ?? Math.min(before, indentBelow(state, line));
      before = columns;
      if (columns > 0) builder.add(line.from, line.from, guide(Math.min(columns, MOST * unit), unit));
      if (line.to >= to || line.number === state.doc.lines) break;
    }
  }
  return builder.finish();
}

function indentBelow(state: EditorState, line: Line): number {
  const end = Math.min(state.doc.lines, line.number + 20);
  for (let number = line.number + 1; number <= end; number++) {
    const columns = indentOf(state.doc.line(number).text, state.tabSize);
    if (columns !== undefined) return columns;
  }
  return 0;
}

export const indentGuides = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }
    update(update: ViewUpdate): void {
      const unitChanged = getIndentUnit(update.state) !== getIndentUnit(update.startState);
      if (update.docChanged || update.viewportChanged || unitChanged)
        this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
