/** The cursor of the board and what moves under it. */
import { createMemo, createSignal } from "solid-js";
import type { Notice } from "../../kernel/app";
import {
  backFrom,
  lanesOf,
  moveBy,
  moveByLane,
  moveTo,
  spotOf,
  step,
  taskAt,
  type BoardLane,
  type Move,
  type Spot,
} from "./board-reducer";
import type { BoardStore } from "./board-store";
import { groupName, taskName } from "./task-rows";

export interface BoardModel {
  lanes: () => BoardLane[];
  spot: () => Spot | undefined;
  /** Puts the cursor on a card, in the lane that is meant or the nearest one. */
  choose: (path: string, lane?: number) => void;
  /** Goes by columns or rows; to the first card where there is no cursor. */
  go: (columns: number, rows: number) => void;
  /** Goes to the first card of the column, or to its last one. */
  goToEnd: (last: boolean) => void;
  moveBy: (columns: number, places: number) => void;
  /** To another lane of its column. */
  moveByLane: (lanes: number) => void;
  /** Puts the card that the cursor was put on somewhere else. */
  drop: (path: string, to: Spot) => void;
  /** Takes the last move back. */
  undo: () => void;
  /** What happened last, for those who hear it. */
  said: () => string;
}

/** A move, and the lane that it leads to. */
interface Way {
  move: Move;
  lane: number;
  name: string | null | undefined;
}

export function createBoardModel(
  store: BoardStore,
  filter: () => string,
  notify: (notice: Notice) => void,
): BoardModel {
  const [chosen, setChosen] = createSignal<{ path: string; lane: number; name: string | null | undefined }>();
  const [said, setSaid] = createSignal("");
  const [last, setLast] = createSignal<Way>();
  const lanes = createMemo(() => {
    const board = store.board();
    return board ? lanesOf(board, filter()) : [];
  });
  const spot = createMemo(() => {
    const now = chosen();
    if (!now) return undefined;
    // Lanes come and go, so that its name tells which one is meant.
    const named = lanes().findIndex(({ name }) => name === now.name);
    return spotOf(lanes(), now.path, named < 0 ? now.lane : named);
  });
  const nameAt = (lane: number): string | null | undefined => lanes()[lane]?.name;
  const choose = (path: string, lane: number): void => void setChosen({ path, lane, name: nameAt(lane) });
  const put = (at: Spot): void => {
    const task = taskAt(lanes(), at);
    if (task) choose(task.path, at.lane);
  };
  const first = (): void => {
    for (const [lane, { cells }] of lanes().entries()) {
      const column = cells.findIndex((cell) => cell.length > 0);
      if (column >= 0) return put({ lane, column, row: 0 });
    }
  };
  const laneName = (lane: number | undefined): string | undefined => {
    const [by, shown] = [store.by(), lane === undefined ? undefined : lanes()[lane]];
    return by && shown && groupName(shown.name, by);
  };
  const carry = async ({ move, lane, name }: Way, back?: Way): Promise<void> => {
    const task = store.board()?.tasks.find(({ path }) => path === move.path);
    if (!task) return;
    const before = laneName(spot()?.lane);
    setChosen({ path: move.path, lane, name });
    const done = store.move(move);
    const at = spot();
    const count = at && lanes()[at.lane]?.cells[at.column]?.length;
    const there = move.lane ? laneName(at?.lane) : undefined;
    const where = `${move.status}${there === undefined ? "" : `, ${there}`}`;
    setSaid(at ? `${taskName(task)} moved to ${where}, place ${at.row + 1} of ${count ?? 0}.` : "It moved.");
    setLast(back);
    if (await done) {
      if (!move.lane || !back) return;
      notify({
        level: "info",
        message: `${taskName(task)} moved to ${where}.`,
        actions: [{ title: "Undo", run: () => carry(back) }],
      });
      return;
    }
    setLast((now) => (now === back ? undefined : now));
    const home = `${task.status}${there === undefined || before === undefined ? "" : `, ${before}`}`;
    setSaid(`${taskName(task)} was not moved. It is back in ${home}.`);
  };
  /** Moves a card, and knows the way back. */
  const carryTo = (move: Move | undefined, from: Spot, lane: number): void => {
    if (!move) return;
    const back = backFrom(lanes(), from, move);
    const way = { move, lane, name: nameAt(lane) };
    void carry(way, back && { move: back, lane: from.lane, name: nameAt(from.lane) });
  };
  return {
    lanes,
    spot,
    said,
    choose: (path, lane = 0) => choose(path, lane),
    go: (columns, rows) => {
      const from = spot();
      if (from) put(step(lanes(), from, columns, rows));
      else first();
    },
    goToEnd: (last) => {
      const from = spot();
      if (!from) return first();
      const count = lanes()[from.lane]?.cells[from.column]?.length ?? 0;
      put({ ...from, row: last ? count - 1 : 0 });
    },
    moveBy: (columns, places) => {
      const [board, from] = [store.board(), spot()];
      if (board && from) carryTo(moveBy(board, lanes(), from, columns, places), from, from.lane);
    },
    moveByLane: (count) => {
      const [board, from] = [store.board(), spot()];
      if (!board || !from) return;
      if (store.by() === undefined) return setSaid("The board has no lanes; choose them above it.");
      carryTo(moveByLane(board, lanes(), from, count, store.by()), from, from.lane + count);
    },
    drop: (path, to) => {
      const [board, from, held] = [store.board(), spot(), chosen()];
      if (!board || !from || held?.path !== path) return;
      // The board may have been read again while the card was held, and be another one.
      if (nameAt(from.lane) !== held.name)
        return setSaid("The card is no longer in that lane; nothing was moved.");
      carryTo(moveTo(board, lanes(), from, to, store.by()), from, to.lane);
    },
    undo: () => {
      const back = last();
      if (back) void carry(back);
      else setSaid("There is no move to take back.");
    },
  };
}
