/** What each line of the text is: one of a file with its number, or a heading, and how it is marked. */
import { StateField, type EditorState } from "@codemirror/state";
import { goneAt, numbersOf, runAt, type Run } from "./runs";
import { runsField } from "./sheet-state";

export type Mark = "edited" | "gone" | "written";

/** What a line of the sheet is: one of a file, or a heading or divider. */
export interface SheetLine {
  run: Run;
  /** Among the lines of its run, from 0. */
  index: number;
  /** The number that it has in its file once everything is written. */
  number: number;
}

export function lineAt(state: EditorState, pos: number): SheetLine | undefined {
  const runs = state.field(runsField);
  const line = state.doc.lineAt(pos);
  // The end of a run is the beginning of what comes next.
  const run = runAt(runs, line.from, Math.min(line.to + 1, state.doc.length));
  if (!run || run.from === run.to) return undefined;
  const index = line.number - state.doc.lineAt(run.from).number;
  return { run, index, number: (state.field(numbers)[runs.indexOf(run)] ?? run.line) + index };
}

/** The number of each run's first line. */
export const numbers = StateField.define<number[]>({
  create: (state) => numbersOf(state.field(runsField)),
  update: (now, { startState, state }) =>
    startState.field(runsField) === state.field(runsField) ? now : numbersOf(state.field(runsField)),
});

/** The mark of a line of a file, or of the heading below which everything is gone. */
export function markAt(state: EditorState, pos: number): Mark | undefined {
  const at = lineAt(state, pos);
  if (at) {
    const { run, index } = at;
    const was = run.same[index];
    if (was === undefined) return "edited";
    const gone = goneAt(run);
    if (gone.includes(index + 1)) return "gone";
    return run.written.has(was) ? "written" : undefined;
  }
  const end = state.doc.lineAt(pos).to + 1;
  const below = runAt(state.field(runsField), end, end);
  return below?.from === end && goneAt(below).includes(0) ? "gone" : undefined;
}
