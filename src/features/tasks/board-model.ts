/** The cursor of the board and what moves under it. */
import { createMemo, createSignal } from "solid-js";
import type { TaskCreateParams } from "../../ipc/bindings";
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
import { fieldsOf } from "./board-lanes";
import { createBoardCursor } from "./board-cursor";
import type { BoardStore } from "./board-store";
import type { Written } from "./board-undo";
import { groupName, taskName } from "./task-rows";

export interface BoardModel {
  lanes: () => BoardLane[];
  spot: () => Spot | undefined;
  /** The lane of the cursor, by its name and by what a new task says in it. */
  lane: () => { name: string; fields: Partial<TaskCreateParams> } | undefined;
  /** What the person chose last; another one each time. */
  chosen: () => unknown;
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
  /** Puts a card into a column, where the order of that column has it. */
  toStatus: (path: string, status: string) => Promise<void>;
  /** Takes the last move back, and then the one before it. */
  undo: () => void;
  /** What happened last, for those who hear it. */
  said: () => string;
  say: (text: string) => void;
}

/** A move, and the lane that it leads to. */
interface Way {
  move: Move;
  lane: number;
  name: string | null | undefined;
  /** What the move wrote that this one takes back. */
  written?: Promise<Written[] | undefined>;
}

/** So many moves can be taken back. */
const MOST_BACK = 50;

export function createBoardModel(
  store: BoardStore,
  filter: () => string,
  notify: (notice: Notice) => void,
): BoardModel {
  const [said, setSaid] = createSignal("");
  /** The ways back of what was moved here, the last one last. */
  const [back, setBack] = createSignal<Way[]>([]);
  const lanes = createMemo(() => {
    const board = store.board();
    return board ? lanesOf(board, filter()) : [];
  });
  const { spot, choose, chosen, held } = createBoardCursor(lanes);
  const nameAt = (lane: number): string | null | undefined => lanes()[lane]?.name;
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
  /** Answers whether it was moved. */
  const carry = async (way: Way, home?: Way): Promise<boolean> => {
    const { move, lane, name } = way;
    const task = store.board()?.tasks.find(({ path }) => path === move.path);
    if (!task) return false;
    const before = laneName(spot()?.lane);
    choose(move.path, lane, name);
    const running = store.move(move, way.written);
    const at = spot();
    const count = at && lanes()[at.lane]?.cells[at.column]?.length;
    const there = move.lane ? laneName(at?.lane) : undefined;
    const where = `${move.status}${there === undefined ? "" : `, ${there}`}`;
    const isShown = at && taskAt(lanes(), at)?.path === move.path;
    const spotName = isShown ? `, place ${at.row + 1} of ${count ?? 0}` : "; the filter hides it";
    setSaid(`${taskName(task)} moved to ${where}${spotName}.`);
    const known = home && { ...home, written: running.then(({ written }) => written) };
    if (known) setBack((all) => [...all.slice(1 - MOST_BACK), known]);
    const done = await running;
    if (done.ok) {
      if (way.written && !done.exact && (await way.written))
        notify({
          level: "info",
          message: `${taskName(task)} is back, with what was written since.`,
          hint: "Only what the move changed was taken back: a file was written after it.",
        });
      if (!move.lane || !known) return true;
      notify({
        level: "info",
        message: `${taskName(task)} moved to ${where}.`,
        actions: [{ title: "Undo", run: () => goBack(known) }],
      });
      return true;
    }
    setBack((all) => all.filter((other) => other !== known));
    const place = `${task.status}${there === undefined || before === undefined ? "" : `, ${before}`}`;
    setSaid(`${taskName(task)} was not moved. It is back in ${place}.`);
    return false;
  };
  const goBack = async (way: Way): Promise<void> => {
    setBack((all) => all.filter((other) => other !== way));
    // What was refused can be tried again.
    if (!(await carry(way))) setBack((all) => [...all, way]);
  };
  /** Moves a card, and knows the way back. */
  const carryTo = async (move: Move | undefined, from: Spot, lane: number): Promise<void> => {
    if (!move) return;
    const home = backFrom(lanes(), from, move);
    const way = { move, lane, name: nameAt(lane) };
    await carry(way, home && { move: home, lane: from.lane, name: nameAt(from.lane) });
  };
  return {
    lanes,
    spot,
    lane: () => {
      const [board, by, at] = [store.board(), store.by(), spot()];
      const name = at && lanes()[at.lane]?.name;
      if (!board || by === undefined || name === undefined) return undefined;
      return { name: groupName(name, by), fields: fieldsOf(board, by, name) };
    },
    chosen,
    said,
    say: (text) => void setSaid(text),
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
      if (board && from) void carryTo(moveBy(board, lanes(), from, columns, places), from, from.lane);
    },
    moveByLane: (count) => {
      const [board, from] = [store.board(), spot()];
      if (!board || !from) return;
      if (store.by() === undefined) return setSaid("The board has no lanes; choose them above it.");
      void carryTo(moveByLane(board, lanes(), from, count, store.by()), from, from.lane + count);
    },
    drop: (path, to) => {
      const [board, from, now] = [store.board(), spot(), held()];
      if (!board || !from || now?.path !== path) return;
      // The board may have been read again while the card was held, and be another one.
      if (nameAt(from.lane) !== now.name)
        return setSaid("The card is no longer in that lane; nothing was moved.");
      void carryTo(moveTo(board, lanes(), from, to, store.by()), from, to.lane);
    },
    toStatus: async (path, status) => {
      const at = spot();
      const from = spotOf(lanes(), (task) => task.path === path, at?.lane);
      if (from) await carryTo({ path, status }, from, from.lane);
    },
    undo: () => {
      const way = back().at(-1);
      if (way) void goBack(way);
      else setSaid("There is no move to take back.");
    },
  };
}
