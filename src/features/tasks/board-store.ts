import { createMemo, createSignal } from "solid-js";
import type { TaskBoard, TaskBy } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { moved, type Move } from "./board-reducer";
import { followTasks } from "./task-changes";

export interface BoardStore {
  /** The board with the moves that are on their way. */
  board: () => TaskBoard | undefined;
  /** What the lanes of that board stand for. */
  by: () => TaskBy | undefined;
  fault: () => unknown;
  load: () => Promise<void>;
  /** Shows a move at once, and takes it back when it fails. Answers whether it was done. */
  move: (move: Move) => Promise<boolean>;
  /** Reads again what changed while nobody looked. */
  look: () => void;
}

/** The board as it was read last. Moves are done one after the other, each seen at once. */
export function createBoardStore(
  app: App,
  lanes: () => TaskBy | undefined,
  isShown: () => boolean,
): BoardStore {
  const [read, setRead] = createSignal<{ board: TaskBoard; by: TaskBy | undefined }>();
  const [moves, setMoves] = createSignal<Move[]>([]);
  const [fault, setFault] = createSignal<unknown>();
  // An answer to an older question is no answer, nor one that was asked for before a move was done.
  let question = 0;
  let isBehind = false;
  let before: Promise<unknown> = Promise.resolve();
  const load = async (): Promise<void> => {
    const asked = ++question;
    isBehind = false;
    const by = lanes();
    try {
      const board = await app.ipc.taskBoard({ lanes: by ?? null });
      if (asked !== question) return;
      setRead({ board, by });
      setFault(undefined);
    } catch (thrown) {
      if (asked === question) setFault(thrown);
    }
  };
  const look = (): void => {
    // The last move of several reads the board when it is done.
    if (isBehind && isShown() && moves().length === 0) void load();
  };
  followTasks(app, isShown, () => {
    isBehind = true;
    look();
  });
  const run = async (move: Move): Promise<boolean> => {
    const { path: id, ...where } = move;
    let failed: unknown;
    try {
      await app.ipc.taskMove({ id, ...where });
    } catch (thrown) {
      failed = thrown;
    }
    if (failed === undefined) setRead((now) => now && { ...now, board: moved(now.board, move) });
    setMoves((all) => all.filter((other) => other !== move));
    const notice = failed === undefined ? undefined : failureNotice(failed);
    if (notice) app.notify(notice);
    question += 1;
    if (moves().length === 0) await load();
    return failed === undefined;
  };
  return {
    board: createMemo(() => {
      const board = read()?.board;
      return board && moves().reduce(moved, board);
    }),
    by: () => read()?.by,
    fault,
    load,
    look,
    move: (move) => {
      setMoves((all) => [...all, move]);
      const done = before.then(() => run(move));
      before = done;
      return done;
    },
  };
}
