/** The cursor of the board and what moves under it. */
import { createMemo, createSignal } from "solid-js";
import {
  lanesOf,
  moveBy,
  moveTo,
  spotOf,
  step,
  taskAt,
  type BoardLane,
  type Move,
  type Spot,
} from "./board-reducer";
import type { BoardStore } from "./board-store";
import { taskName } from "./task-rows";

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
  drop: (path: string, from: Spot, to: Spot) => void;
  /** What happened last, for those who hear it. */
  said: () => string;
}

export function createBoardModel(store: BoardStore, filter: () => string): BoardModel {
  const [chosen, setChosen] = createSignal<{ path: string; lane: number }>();
  const [said, setSaid] = createSignal("");
  const lanes = createMemo(() => {
    const board = store.board();
    return board ? lanesOf(board, filter()) : [];
  });
  const spot = createMemo(() => {
    const now = chosen();
    return now && spotOf(lanes(), now.path, now.lane);
  });
  const put = (at: Spot): void => {
    const task = taskAt(lanes(), at);
    if (task) setChosen({ path: task.path, lane: at.lane });
  };
  const first = (): void => {
    for (const [lane, { cells }] of lanes().entries()) {
      const column = cells.findIndex((cell) => cell.length > 0);
      if (column >= 0) return put({ lane, column, row: 0 });
    }
  };
  const carry = async (move: Move | undefined, lane: number): Promise<void> => {
    const task = store.board()?.tasks.find(({ path }) => path === move?.path);
    if (!move || !task) return;
    setChosen({ path: move.path, lane });
    const done = store.move(move);
    const at = spotOf(lanes(), move.path, lane);
    const count = at && lanes()[at.lane]?.cells[at.column]?.length;
    setSaid(
      at ? `${taskName(task)} moved to ${move.status}, place ${at.row + 1} of ${count ?? 0}.` : "It moved.",
    );
    if (!(await done)) setSaid(`${taskName(task)} was not moved. It is back in ${task.status}.`);
  };
  return {
    lanes,
    spot,
    said,
    choose: (path, lane = 0) => void setChosen({ path, lane }),
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
      if (board && from) void carry(moveBy(board, lanes(), from, columns, places), from.lane);
    },
    drop: (path, held, to) => {
      const board = store.board();
      // The board may have been read again while the card was held.
      const from = spotOf(lanes(), path, held.lane);
      if (board && from) void carry(moveTo(board, lanes(), from, { ...to, lane: from.lane }), from.lane);
    },
  };
}
