import { batch, createMemo, createSignal } from "solid-js";
import type { TaskBoard, TaskBy } from "../../ipc/bindings";
import type { App, Notice } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { moved, type Move } from "./board-reducer";
import { takeBack, writtenBy, type Written } from "./board-undo";
import { followTasks } from "./task-changes";

/** Why a task was not moved. */
export interface Refusal extends Notice {
  path: string;
}

/** What came of a move. */
export interface Done {
  ok: boolean;
  /** Whether it gave the files the bytes back that they had. */
  exact: boolean;
  /** What it wrote, where that can be taken back exactly. */
  written: Written[] | undefined;
}

export interface BoardStore {
  /** The board with the moves that are on their way. */
  board: () => TaskBoard | undefined;
  /** What the lanes of that board stand for. */
  by: () => TaskBy | undefined;
  fault: () => unknown;
  load: () => Promise<void>;
  /**
   * Shows a move at once, and takes it back when it fails. One that takes another back gives the files of that
   * one their bytes back, where nobody wrote them since.
   */
  move: (move: Move, back?: Promise<Written[] | undefined>) => Promise<Done>;
  /** Why the last move was refused, until the person has read it or one is done. */
  refusal: () => Refusal | undefined;
  forgive: () => void;
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
  const [refusal, setRefusal] = createSignal<Refusal>();
  // An answer to an older question is no answer, nor one that was asked for before a move was done.
  let question = 0;
  let isBehind = false;
  /** Whether a move was done since the board was read. */
  let isUnread = false;
  let before: Promise<unknown> = Promise.resolve();
  /** Answers what was read, where it is what is shown now. */
  const readAgain = async (): Promise<TaskBoard | undefined> => {
    const asked = ++question;
    isBehind = false;
    const by = lanes();
    try {
      const board = await app.ipc.taskBoard({ lanes: by ?? null });
      if (asked !== question) return undefined;
      setRead({ board, by });
      setFault(undefined);
      isUnread = false;
      return board;
    } catch (thrown) {
      if (asked === question) setFault(thrown);
      return undefined;
    }
  };
  const load = async (): Promise<void> => void (await readAgain());
  const look = (): void => {
    // The last move of several reads the board when it is done.
    if (isBehind && isShown() && moves().length === 0) void load();
  };
  followTasks(app, isShown, () => {
    isBehind = true;
    look();
  });
  const refuse = (thrown: unknown, path: string): void => {
    const notice = failureNotice(thrown);
    if (!notice) return;
    if (isShown()) setRefusal({ ...notice, path });
    else app.notify(notice);
  };
  const run = async (move: Move, back?: Promise<Written[] | undefined>): Promise<Done> => {
    const { path: id, ...where } = move;
    // Only the last one of several moves is taken back, and what was there before others is known.
    if (isUnread && moves().length === 1) await readAgain();
    const was = isUnread ? undefined : read()?.board;
    let exact = false;
    try {
      const written = await back;
      exact = written !== undefined && (await takeBack(app, written));
      if (!exact) await app.ipc.taskMove({ id, ...where });
    } catch (thrown) {
      refuse(thrown, id);
      setMoves((all) => all.filter((other) => other !== move));
      question += 1;
      if (moves().length === 0) await readAgain();
      return { ok: false, exact: false, written: undefined };
    }
    setRefusal(undefined);
    batch(() => {
      setRead((now) => now && { ...now, board: moved(now.board, move) });
      setMoves((all) => all.filter((other) => other !== move));
    });
    isUnread = true;
    question += 1;
    const now = moves().length === 0 ? await readAgain() : undefined;
    if (back || !was || !now || moves().length > 0) return { ok: true, exact, written: undefined };
    // Without a local history there is the way back by another move.
    const written = await writtenBy(app.ipc, id, was, now).catch(() => undefined);
    return { ok: true, exact, written };
  };
  return {
    board: createMemo(() => {
      const board = read()?.board;
      return board && moves().reduce(moved, board);
    }),
    by: () => read()?.by,
    fault,
    refusal,
    forgive: () => void setRefusal(undefined),
    load,
    look,
    move: (move, back) => {
      setMoves((all) => [...all, move]);
      const done = before.then(() => run(move, back));
      before = done;
      return done;
    },
  };
}
