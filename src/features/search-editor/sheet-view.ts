/** How the lines of a sheet are drawn: numbers and marks beside them, headings, and what matched. */
import { history } from "@codemirror/commands";
import { RangeSetBuilder, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  GutterMarker,
  gutter,
  ViewPlugin,
  type BlockInfo,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import { divider, type Sheet } from "./runs";
import { lineAt, markAt, numbers, type Mark } from "./sheet-lines";
import { runsField, sheetState } from "./sheet-state";

const signs: Record<Mark, [sign: string, title: string]> = {
  edited: ["●", "Edited, not written yet"],
  gone: ["▁", "Lines were taken out below, which is not written yet"],
  written: ["✓", "Written from here"],
};

class Sign extends GutterMarker {
  constructor(readonly mark: Mark) {
    super();
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Sign && other.mark === this.mark;
  }
  override toDOM(): Node {
    const made = document.createElement("span");
    const [sign, title] = signs[this.mark];
    made.className = `sheet-mark sheet-mark-${this.mark}`;
    made.textContent = sign;
    made.dataset["tip"] = title;
    return made;
  }
}

class LineNumber extends GutterMarker {
  constructor(readonly number: number) {
    super();
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof LineNumber && other.number === this.number;
  }
  override toDOM(): Node {
    return document.createTextNode(String(this.number));
  }
}

const fixedLine = {
  head: Decoration.line({ class: "sheet-head" }),
  divider: Decoration.line({ class: "sheet-divider" }),
};

/** Headings and dividers, by the lines in sight. */
const looks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = draw(view);
    }
    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = draw(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

function draw({ state, visibleRanges }: EditorView): DecorationSet {
  const made = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      if (line.length > 0 && !lineAt(state, line.from))
        made.add(line.from, line.from, fixedLine[line.text === divider ? "divider" : "head"]);
      at = line.to + 1;
    }
  }
  return made.finish();
}

const same = (update: ViewUpdate): boolean =>
  update.startState.field(runsField) === update.state.field(runsField);

/** `open` shows the place of a line in its file. */
export function sheetView(sheet: Sheet, open: (pos: number) => void): Extension {
  const matches = Decoration.set(
    sheet.matches.map(([from, to]) => Decoration.mark({ class: "sheet-match" }).range(from, to)),
    true,
  );
  const found = StateField.define<DecorationSet>({
    create: () => matches,
    update: (now, { changes }) => now.map(changes),
    provide: (field) => EditorView.decorations.from(field),
  });
  const click = (_view: EditorView, block: BlockInfo): boolean => {
    open(block.from);
    return true;
  };
  return [
    sheetState(sheet.runs),
    numbers,
    found,
    looks,
    history(),
    gutter({
      class: "sheet-marks",
      lineMarker: (view, block) => {
        const mark = markAt(view.state, block.from);
        return mark ? new Sign(mark) : null;
      },
      lineMarkerChange: (update) => !same(update),
      initialSpacer: () => new Sign("edited"),
    }),
    gutter({
      class: "cm-lineNumbers sheet-numbers",
      lineMarker: (view, block) => {
        const at = lineAt(view.state, block.from);
        return at ? new LineNumber(at.number) : null;
      },
      lineMarkerChange: (update) => !same(update),
      domEventHandlers: { click },
    }),
  ];
}
