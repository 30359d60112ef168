import { SearchCursor, selectSelectionMatches } from "@codemirror/search";
import { EditorSelection, type SelectionRange, type StateCommand } from "@codemirror/state";

/** Selects every place where the selected text stands, or the word at the cursor as a whole word. */
export const selectEveryOccurrence: StateCommand = ({ state, dispatch }) => {
  const { main } = state.selection;
  if (!main.empty) return selectSelectionMatches({ state, dispatch });
  const word = state.wordAt(main.head);
  if (!word) return false;
  const ranges: SelectionRange[] = [];
  let index = 0;
  for (const { from, to } of new SearchCursor(state.doc, state.sliceDoc(word.from, word.to))) {
    const found = state.wordAt(from);
    if (!found || found.from !== from || found.to !== to) continue;
    if (from === word.from) index = ranges.length;
    ranges.push(EditorSelection.range(from, to));
    // More cursors than this cannot be drawn or typed into in time.
    if (ranges.length >= 10_000) break;
  }
  dispatch(state.update({ selection: EditorSelection.create(ranges, index), userEvent: "select" }));
  return true;
};
