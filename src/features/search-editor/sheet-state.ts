/** The runs as a part of the editor's state, and what keeps headings and dividers as they are. */
import {
  Annotation,
  ChangeSet,
  EditorState,
  StateEffect,
  StateField,
  type ChangeSpec,
  type Extension,
  type Transaction,
} from "@codemirror/state";
import { changedRuns, isWhole, runAt, withBaseline, writtenRuns, type Baseline, type Run } from "./runs";

/** Says that an edit was refused, or that only a part of it was done. */
export const refused = StateEffect.define<string>();
/** The edits of some files were written, as they stood when they were sent. */
export const wrote = StateEffect.define<{ files: ReadonlySet<number>; sent: readonly Run[] }>();
/** What was written was taken back. */
export const tookBack = StateEffect.define<Baseline>();
/** A change of the whole text, which nothing holds back. */
export const whole = Annotation.define<boolean>();

export const sentence = "Headings and dividers stay as they are: edit the lines between them.";
export const partly = "Matches in headings were left as they are.";

export const runsField = StateField.define<readonly Run[]>({
  create: () => [],
  update: (runs, transaction) => {
    let now = transaction.docChanged ? changedRuns(runs, transaction.changes, transaction.newDoc) : runs;
    for (const effect of transaction.effects) {
      if (effect.is(wrote)) now = writtenRuns(now, effect.value.files, effect.value.sent);
      if (effect.is(tookBack)) now = withBaseline(now, effect.value);
    }
    return now;
  },
});

interface Sifted {
  kept: ChangeSpec[];
  all: boolean;
}

/** The changes that stay within lines of files and leave whole lines behind. */
function sift(state: EditorState, changes: ChangeSet): Sifted {
  const runs = state.field(runsField);
  const byRun = new Map<Run, ChangeSpec[]>();
  let all = true;
  changes.iterChanges((from, to, _from, _to, insert) => {
    const run = runAt(runs, from, to);
    if (run) byRun.set(run, [...(byRun.get(run) ?? []), { from, to, insert }]);
    else all = false;
  }, true);
  const made = ChangeSet.of([...byRun.values()].flat(), state.doc.length);
  const doc = made.apply(state.doc);
  for (const run of [...byRun.keys()]) {
    if (isWhole({ from: made.mapPos(run.from, -1), to: made.mapPos(run.to, 1) }, doc)) continue;
    byRun.delete(run);
    all = false;
  }
  return { kept: [...byRun.values()].flat(), all };
}

/** Refuses what would touch a heading; of replacing everywhere it refuses only that part. */
const guard = EditorState.transactionFilter.of((transaction: Transaction) => {
  if (!transaction.docChanged || transaction.annotation(whole)) return transaction;
  const { kept, all } = sift(transaction.startState, transaction.changes);
  if (all) return transaction;
  if (kept.length > 0 && transaction.isUserEvent("input.replace.all")) {
    return { changes: kept, effects: refused.of(partly), userEvent: "input.replace.all" };
  }
  return { effects: refused.of(sentence) };
});

/** The state of a sheet with these runs. */
export function sheetState(runs: readonly Run[]): Extension {
  return [runsField.init(() => runs), guard];
}
