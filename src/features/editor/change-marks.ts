/** Bars beside the lines that differ from the last commit; they move with the text until newer ones come. */
import { RangeSet, RangeValue, StateEffect, StateField, type Range, type Text } from "@codemirror/state";
import { GutterMarker, gutter } from "@codemirror/view";
import type { GitMark, GitMarkKind } from "../../ipc/bindings";

const words: Record<GitMarkKind, string> = {
  added: "Added since the last commit",
  modified: "Changed since the last commit",
  deleted: "Lines were deleted here since the last commit",
};

class MarkedLines extends RangeValue {
  constructor(
    readonly kind: GitMarkKind,
    /** A deletion above the first line. */
    readonly top: boolean,
  ) {
    super();
  }
  override eq(other: RangeValue): boolean {
    return other instanceof MarkedLines && other.kind === this.kind && other.top === this.top;
  }
}

class Bar extends GutterMarker {
  constructor(
    readonly kind: GitMarkKind,
    readonly top: boolean,
  ) {
    super();
  }
  override eq(other: GutterMarker): boolean {
    return other instanceof Bar && other.kind === this.kind && other.top === this.top;
  }
  override toDOM(): Node {
    const bar = document.createElement("div");
    bar.className = `change-mark change-mark-${this.kind}${this.top ? " change-mark-top" : ""}`;
    bar.dataset["tip"] = words[this.kind];
    return bar;
  }
}

export const setChangeMarks = StateEffect.define<readonly GitMark[]>();

/** Marks as ranges of a text; lines that it does not have are left out. */
export function rangesOf(marks: readonly GitMark[], text: Text): RangeSet<RangeValue> {
  const ranges: Range<RangeValue>[] = [];
  for (const { kind, from, to } of marks) {
    const first = Math.max(1, from);
    if (first > text.lines) continue;
    const last = Math.min(text.lines, Math.max(first, to));
    const end = kind === "deleted" ? text.line(first).from : text.line(last).from;
    ranges.push(new MarkedLines(kind, kind === "deleted" && from === 0).range(text.line(first).from, end));
  }
  return RangeSet.of(ranges, true);
}

const field = StateField.define<RangeSet<RangeValue>>({
  create: () => RangeSet.empty,
  update: (marks, transaction) => {
    for (const effect of transaction.effects) {
      if (effect.is(setChangeMarks)) return rangesOf(effect.value, transaction.state.doc);
    }
    return transaction.docChanged ? marks.map(transaction.changes) : marks;
  },
});

const bars = new Map<string, Bar>();
function barOf(value: MarkedLines): Bar {
  const key = `${value.kind}${value.top}`;
  const known = bars.get(key) ?? new Bar(value.kind, value.top);
  bars.set(key, known);
  return known;
}

export const changeMarks = [
  field,
  gutter({
    class: "cm-change-gutter",
    lineMarker: (view, line) => {
      let found: Bar | null = null;
      view.state.field(field).between(line.from, line.to, (_from, _to, value) => {
        if (value instanceof MarkedLines) found = barOf(value);
        return false;
      });
      return found;
    },
    lineMarkerChange: (update) => update.startState.field(field) !== update.state.field(field),
  }),
];
