/** Boxes behind the lines of blocks in live preview: code in fences, front matter, and callouts that are text. */
import type { EditorState, Range } from "@codemirror/state";
import { Decoration } from "@codemirror/view";
import { CALLOUT } from "./live-blocks";

/** The lines of a block as a box over the whole width; only those that are in sight. */
export function boxOf(
  state: EditorState,
  start: number,
  end: number,
  [from, to]: [number, number],
  name: string,
  attributes: Record<string, string> = {},
): Range<Decoration>[] {
  const found: Range<Decoration>[] = [];
  const first = state.doc.lineAt(start).number;
  // A block may reach over the end of its last line.
  const last = state.doc.lineAt(Math.max(start, end - 1)).number;
  const lowest = Math.max(first, state.doc.lineAt(Math.max(from, start)).number);
  const highest = Math.min(last, state.doc.lineAt(Math.min(to, end)).number);
  for (let at = lowest; at <= highest; at++) {
    const edge = `${at === first ? ` ${name}-first` : ""}${at === last ? ` ${name}-last` : ""}`;
    found.push(Decoration.line({ class: `${name}${edge}`, attributes }).range(state.doc.line(at).from));
  }
  return found;
}

/** A callout whose text is shown keeps its colour. */
export function calloutOf(
  state: EditorState,
  start: number,
  end: number,
  seen: [number, number],
): Range<Decoration>[] {
  const kind = CALLOUT.exec(state.doc.lineAt(start).text)?.[1]?.toLowerCase();
  if (kind === undefined) return [];
  return boxOf(state, start, end, seen, "cm-note-callout", { "data-callout": kind });
}
