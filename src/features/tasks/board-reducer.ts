/** The board as data: what moves do to it, and where the cursor goes. */
import type { TaskBoard, TaskInfo } from "../../ipc/bindings";
import { hasWords } from "./task-rows";

/** A place on the board; all counted from 0, in what the filter lets through. */
export interface Spot {
  lane: number;
  column: number;
  row: number;
}

/** A task on its way: into a column, and before or behind another task of it. */
export interface Move {
  path: string;
  status: string;
  before?: string;
  after?: string;
}

/** What is shown: the cards of each cell. */
export interface BoardLane {
  name: string | null;
  cells: TaskInfo[][];
}

/** The lanes with the cards that pass the filter. A lane that has none is left out, unless it is the only one. */
export function lanesOf(board: TaskBoard, text: string): BoardLane[] {
  const passing = new Map(
    board.tasks.filter((task) => hasWords(task, text)).map((task) => [task.path, task]),
  );
  const lanes = board.lanes.map(({ name, cells }) => ({
    name,
    cells: cells.map((paths) => paths.flatMap((path) => passing.get(path) ?? [])),
  }));
  return lanes.length === 1 ? lanes : lanes.filter(({ cells }) => cells.some((cell) => cell.length > 0));
}

/** Where a task stands; a task with two labels stands in two lanes, and `near` says which is meant. */
export function spotOf(lanes: BoardLane[], path: string, near?: number): Spot | undefined {
  const order = lanes.map((_, lane) => lane);
  if (near !== undefined) order.sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  for (const lane of order) {
    const cells = lanes[lane]?.cells ?? [];
    for (const [column, cell] of cells.entries()) {
      const row = cell.findIndex((task) => task.path === path);
      if (row >= 0) return { lane, column, row };
    }
  }
  return undefined;
}

export const taskAt = (lanes: BoardLane[], spot: Spot): TaskInfo | undefined =>
  lanes[spot.lane]?.cells[spot.column]?.[spot.row];

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** The spot that an arrow leads to; columns without cards are passed over, and at an edge it stays. */
export function step(lanes: BoardLane[], from: Spot, columns: number, rows: number): Spot {
  if (rows !== 0) {
    const cell = lanes[from.lane]?.cells[from.column] ?? [];
    const row = from.row + rows;
    if (row >= 0 && row < cell.length) return { ...from, row };
    // A page that is longer than what is left ends at the end of the column.
    const end = rows > 0 ? cell.length - 1 : 0;
    if (from.row !== end) return { ...from, row: end };
    for (let lane = from.lane + Math.sign(rows); lane >= 0 && lane < lanes.length; lane += Math.sign(rows)) {
      const next = lanes[lane]?.cells[from.column] ?? [];
      if (next.length > 0) return { lane, column: from.column, row: rows > 0 ? 0 : next.length - 1 };
    }
    return from;
  }
  const cells = lanes[from.lane]?.cells ?? [];
  for (let column = from.column + columns; column >= 0 && column < cells.length; column += columns) {
    const cell = cells[column] ?? [];
    if (cell.length > 0) return { ...from, column, row: clamp(from.row, cell.length - 1) };
  }
  return from;
}

/**
 * The move that puts a card between two others of its lane: before the card that stands at `to.row` now, or
 * behind the last one. Nothing when it would stand where it stands.
 */
export function moveTo(board: TaskBoard, lanes: BoardLane[], from: Spot, to: Spot): Move | undefined {
  const task = taskAt(lanes, from);
  const status = board.columns[to.column]?.status;
  if (!task || status === undefined) return undefined;
  if (from.column === to.column && (to.row === from.row || to.row === from.row + 1)) return undefined;
  const cell = lanes[from.lane]?.cells[to.column] ?? [];
  const others = (tasks: TaskInfo[]): TaskInfo[] => tasks.filter(({ path }) => path !== task.path);
  const before = others(cell.slice(to.row))[0]?.path;
  const after = others(cell.slice(0, to.row)).at(-1)?.path;
  if (before !== undefined) return { path: task.path, status, before };
  return after === undefined ? { path: task.path, status } : { path: task.path, status, after };
}

/** The move of a key: by columns, or by places in the column. */
export function moveBy(
  board: TaskBoard,
  lanes: BoardLane[],
  from: Spot,
  columns: number,
  places: number,
): Move | undefined {
  const column = from.column + columns;
  const cell = lanes[from.lane]?.cells[column];
  if (!cell) return undefined;
  if (columns !== 0)
    return moveTo(board, lanes, from, { ...from, column, row: clamp(from.row, cell.length) });
  const row = from.row + places;
  if (row < 0 || row >= cell.length) return undefined;
  // Down means behind the next card, which still stands below.
  return moveTo(board, lanes, from, { ...from, row: places > 0 ? row + 1 : row });
}

function place(cell: string[], { path, before, after }: Move): string[] {
  const others = cell.filter((other) => other !== path);
  const next = before === undefined ? -1 : others.indexOf(before);
  const last = after === undefined ? -1 : others.indexOf(after);
  const at = next >= 0 ? next : last >= 0 ? last + 1 : others.length;
  return [...others.slice(0, at), path, ...others.slice(at)];
}

/** The board after a move, as it will be read once the move is done. */
export function moved(board: TaskBoard, move: Move): TaskBoard {
  const column = board.columns.findIndex(({ status }) => status === move.status);
  if (column < 0 || !board.tasks.some(({ path }) => path === move.path)) return board;
  const done = column === board.columns.length - 1;
  return {
    ...board,
    tasks: board.tasks.map((task) =>
      task.path === move.path ? { ...task, status: move.status, done } : task,
    ),
    lanes: board.lanes.map((lane) => ({
      ...lane,
      cells: lane.cells.some((cell) => cell.includes(move.path))
        ? lane.cells.map((cell, at) =>
            at === column ? place(cell, move) : cell.filter((path) => path !== move.path),
          )
        : lane.cells,
    })),
  };
}
