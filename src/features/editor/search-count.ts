import type { SearchQuery } from "@codemirror/search";
import type { EditorState } from "@codemirror/state";

/** Counting stops here: more is said as "1,000+". */
const MOST = 1000;
/** Texts longer than this (UTF-16 units) are not counted at each key. */
const LONGEST = 4 << 20;

/** What stands beside the find field, such as `3 of 12`. */
export function countMatches(state: EditorState, query: SearchQuery): string {
  if (query.search === "" || !query.valid) return "";
  if (state.doc.length > LONGEST) return "";
  const { from, to } = state.selection.main;
  let total = 0;
  let current = 0;
  const cursor = query.getCursor(state);
  for (let match = cursor.next(); !match.done && total < MOST; match = cursor.next()) {
    total += 1;
    if (match.value.from === from && match.value.to === to) current = total;
  }
  if (total === 0) return "No results";
  const all = total === MOST ? "1,000+" : String(total);
  return current > 0 ? `${current} of ${all}` : `${all} found`;
}
