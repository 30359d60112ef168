/** Where one view on a text stands: selection, scroll and folding, as a layout keeps it. */
import { foldEffect, foldedRanges } from "@codemirror/language";
import { EditorSelection, type StateEffect } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export interface ViewState {
  /** Anchor and head of each range, in UTF-16 units. */
  ranges: [number, number][];
  main: number;
  /** The first position of the line at the top, how far it is scrolled out, and the scroll to the right. */
  top: [number, number, number];
  folds: [number, number][];
}

/** Selections and folds beyond this many are not kept. */
const MOST = 500;

export function viewStateOf(view: EditorView): ViewState {
  const { selection, doc } = view.state;
  const folds: [number, number][] = [];
  foldedRanges(view.state).between(0, doc.length, (from, to) => {
    if (folds.length < MOST) folds.push([from, to]);
  });
  const height = Math.max(0, view.scrollDOM.scrollTop);
  const line = view.lineBlockAtHeight(height);
  const kept = selection.ranges.length <= MOST ? selection.ranges : [selection.main];
  return {
    ranges: kept.map(({ anchor, head }) => [anchor, head]),
    main: kept.length === selection.ranges.length ? selection.mainIndex : 0,
    top: [line.from, Math.round(height - line.top), Math.round(view.scrollDOM.scrollLeft)],
    folds,
  };
}

/** Brings a view where another one stood. A text that is shorter now is met as far as it goes. */
export function applyViewState(view: EditorView, kept: ViewState): void {
  const end = view.state.doc.length;
  const clip = (at: number): number => Math.min(Math.max(0, at), end);
  const ranges = kept.ranges.map(([anchor, head]) => EditorSelection.range(clip(anchor), clip(head)));
  const effects: StateEffect<unknown>[] = kept.folds
    .filter(([from, to]) => from < to && to <= end)
    .map(([from, to]) => foldEffect.of({ from, to }));
  const [at, below] = kept.top;
  if (at > 0 || below > 0) {
    effects.push(EditorView.scrollIntoView(clip(at), { y: "start", yMargin: -below }));
  }
  view.dispatch({
    ...(ranges.length === 0
      ? {}
      : { selection: EditorSelection.create(ranges, Math.min(kept.main, ranges.length - 1)) }),
    effects,
  });
}
