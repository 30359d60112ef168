/** The undo history of a text as JSON, so that it outlives the page: written, bounded, and read again. */
import { history, historyField } from "@codemirror/commands";
import { ChangeSet, EditorState, type Extension, type Text } from "@codemirror/state";
import type { Edit } from "../../ipc/bindings";

/** A history takes at most this many bytes; the oldest steps go first. */
const LIMIT = 1_900_000;

/** One step, as CodeMirror describes it. `changes` lead from the text after the step to the one before. */
interface Step {
  changes?: unknown;
  startSelection?: unknown;
  selectionsAfter: unknown[];
}

interface Steps {
  done: Step[];
  undone: Step[];
}

/** What the owner holds of a document's history. */
export interface KeptUndo {
  /** The change that the text stands on. */
  head: string | null;
  /** As {@link describeHistory} wrote it; it ends before the first of `tail`. */
  history: string | null;
  /** Each later change's way back, over the text after it, oldest first. */
  tail: Edit[][];
}

export function decodeKeptUndo(data: ArrayBuffer): KeptUndo {
  return JSON.parse(new TextDecoder().decode(data)) as KeptUndo;
}

/** The history of a state as JSON. */
export function describeHistory(state: EditorState): string {
  const { done, undone } = state.field(historyField) as { done: Jsonable[]; undone: Jsonable[] };
  const steps: Steps = { done: done.map(toJson), undone: undone.map(toJson) };
  let text = JSON.stringify(steps);
  while (new TextEncoder().encode(text).length > LIMIT) {
    // What lies farthest from now goes first; at the end nothing is left.
    const branch = steps.undone.length > 0 ? steps.undone : steps.done;
    branch.splice(0, Math.max(1, branch.length >> 1));
    text = JSON.stringify(steps);
  }
  return text;
}

interface Jsonable {
  toJSON: () => Step;
}
const toJson = (step: Jsonable): Step => step.toJSON();

/** The extension that keeps the history of `text` from what was kept; one that does not fit starts empty. */
export function historyOf(kept: KeptUndo | undefined, text: Text): Extension {
  const field = kept && fieldOf(kept, text);
  return field === undefined ? history() : [history(), historyField.init(() => field)];
}

function fieldOf(kept: KeptUndo, text: Text): unknown {
  try {
    const { steps, length } = tailSteps(kept.tail, text.length);
    const earlier = kept.history === null ? { done: [], undone: [] } : (JSON.parse(kept.history) as Steps);
    const last = earlier.done.findLast((step) => step.changes !== undefined);
    const fits = !last || ChangeSet.fromJSON(last.changes).length === length;
    const json = {
      doc: "",
      selection: { ranges: [{ anchor: 0, head: 0 }], main: 0 },
      history: {
        done: [...(fits ? earlier.done : []), ...steps],
        undone: fits && steps.length === 0 ? earlier.undone : [],
      },
    };
    return EditorState.fromJSON(json, { extensions: history() }, { history: historyField }).field(
      historyField,
    );
  } catch {
    // A history of another shape costs undo and no text.
    return undefined;
  }
}

/** Steps of changes that no editor saw; `length` is that of the text before the first. */
function tailSteps(tail: Edit[][], end: number): { steps: Step[]; length: number } {
  let length = end;
  const backs: ChangeSet[] = [];
  for (const edits of tail.toReversed()) {
    const specs = edits.map(([from, to, insert]) => ({ from, to, insert }));
    const back = ChangeSet.of(specs, length, "\n");
    length = back.newLength;
    const later = backs.at(-1);
    // What was typed on in one go is taken back in one go.
    if (later && isTyping(later) && isTyping(back) && touches(later, back)) {
      backs[backs.length - 1] = later.compose(back);
    } else backs.push(back);
  }
  const steps = backs.toReversed().map((back): Step => {
    let head = 0;
    back.iterChanges((_fromA, _toA, _fromB, toB) => (head = toB));
    return {
      changes: back.toJSON(),
      startSelection: { ranges: [{ anchor: head, head }], main: 0 },
      selectionsAfter: [],
    };
  });
  return { steps, length };
}

/** Whether it takes back one insertion and nothing else. */
function isTyping(back: ChangeSet): boolean {
  return (
    range(back).every(([from, to, fromB, toB]) => to > from && fromB === toB) && range(back).length === 1
  );
}

function touches(later: ChangeSet, earlier: ChangeSet): boolean {
  return range(later)[0]?.[0] === range(earlier)[0]?.[1];
}

function range(changes: ChangeSet): [number, number, number, number][] {
  const found: [number, number, number, number][] = [];
  changes.iterChanges((...at) => found.push([at[0], at[1], at[2], at[3]]));
  return found;
}
