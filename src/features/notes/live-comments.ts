/** `%% comments %%` of a note, in a line or over several. */
import type { EditorState } from "@codemirror/state";
import { isLiteral } from "./link-click";

/** Longer texts, in UTF-16 units, keep their comments as text: each letter would look through all of them. */
const LONGEST = 500_000;

/** Those that reach between two places. What stands in code begins and ends none; one that never ends is text. */
export function commentsIn(state: EditorState, from: number, to: number): { from: number; to: number }[] {
  const { doc } = state;
  if (doc.length > LONGEST) return [];
  const text = doc.sliceString(0);
  const found: { from: number; to: number }[] = [];
  const next = (after: number): number => {
    let at = text.indexOf("%%", after);
    while (at >= 0 && isLiteral(state, at + 1)) at = text.indexOf("%%", at + 2);
    return at;
  };
  for (let open = next(0); open >= 0 && open <= to;) {
    const close = next(open + 2);
    if (close < 0) break;
    if (close + 2 >= from) found.push({ from: open, to: close + 2 });
    open = next(close + 2);
  }
  return found;
}
