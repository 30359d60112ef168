/** The board as data: what moves do to it, and where the cursor goes. */
import type { TaskBoard, TaskBy, TaskInfo, TaskLaneMove } from "../../ipc/bindings";
import { laneMove, standsIn, withValues } from "./board-lanes";
import { inColumn } from "./board-order";
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
  /** What changes besides, where it goes to another lane. */
  lane?: TaskLaneMove;
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

/** How many tasks each column has; one with two labels stands in two lanes, and counts once. */
export function countsOf(lanes: BoardLane[], columns: number): number[] {
  const paths = Array.from({ length: columns }, () => new Set<string>());
  for (const { cells } of lanes)
    cells.forEach((cell, at) => cell.forEach((task) => paths[at]?.add(task.path)));
  return paths.map(({ size }) => size);
}

/** Where a task stands; a task with two labels stands in two lanes, and `near` says which is meant. */
export function spotOf(lanes: BoardLane[], is: (task: TaskInfo) => boolean, near?: number): Spot | undefined {
  const order = lanes.map((_, lane) => lane);
  if (near !== undefined) order.sort((a, b) => Math.abs(a - near) - Math.abs(b - near));
  for (const lane of order) {
    const cells = lanes[lane]?.cells ?? [];
    for (const [column, cell] of cells.entries()) {
      const row = cell.findIndex(is);
      if (row >= 0) return { lane, column, row };
    }
  }
  return undefined;
}

export const taskAt = (lanes: BoardLane[], spot: Spot): TaskInfo | undefined =>
  lanes[spot.lane]?.cells[spot.column]?.[spot.row];

/** The card next to a place that one has left: in its column, else in the nearest column or lane that has some. */
export function neighbour(lanes: BoardLane[], from: Spot): Spot | undefined {
  let best: { far: number; spot: Spot } | undefined;
  for (const [lane, { cells }] of lanes.entries())
    for (const [column, cell] of cells.entries()) {
      // Columns of the same lane come before the column in another one.
      const far = Math.abs(lane - from.lane) * cells.length + Math.abs(column - from.column);
      if (cell.length === 0 || (best && best.far <= far)) continue;
      best = { far, spot: { lane, column, row: clamp(from.row, cell.length - 1) } };
    }
  return best?.spot;
}

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

/** What a card is called to do in another lane; nothing in its own. */
function laneChange(
  board: TaskBoard,
  lanes: BoardLane[],
  from: Spot,
  to: Spot,
  by: TaskBy | undefined,
): Pick<Move, "lane"> | undefined {
  if (from.lane === to.lane) return {};
  const [task, here, there] = [taskAt(lanes, from), lanes[from.lane], lanes[to.lane]];
  if (!task || !here || !there || by === undefined) return undefined;
  return { lane: laneMove(board, task, by, here.name, there.name) };
}

/**
 * The move that puts a card between two others of a lane: before the card that stands at `to.row` now, or
 * behind the last one. Nothing when it would stand where it stands. `by` is what the lanes stand for.
 */
export function moveTo(
  board: TaskBoard,
  lanes: BoardLane[],
  from: Spot,
  to: Spot,
  by?: TaskBy,
): Move | undefined {
  const task = taskAt(lanes, from);
  const status = board.columns[to.column]?.status;
  const lane = laneChange(board, lanes, from, to, by);
  if (!task || status === undefined || !lane) return undefined;
  const isHere = from.lane === to.lane && from.column === to.column;
  if (isHere && (to.row === from.row || to.row === from.row + 1)) return undefined;
  const cell = lanes[to.lane]?.cells[to.column] ?? [];
  const others = (tasks: TaskInfo[]): TaskInfo[] => tasks.filter(({ path }) => path !== task.path);
  const before = others(cell.slice(to.row))[0]?.path;
  const after = others(cell.slice(0, to.row)).at(-1)?.path;
  const move = { path: task.path, status, ...lane };
  if (before !== undefined) return { ...move, before };
  return after === undefined ? move : { ...move, after };
}

/** The move of a key to another lane, in the same column: where the order of that column puts it. */
export function moveByLane(
  board: TaskBoard,
  lanes: BoardLane[],
  from: Spot,
  count: number,
  by: TaskBy | undefined,
): Move | undefined {
  const task = taskAt(lanes, from);
  const to = { ...from, lane: from.lane + count };
  const lane = laneChange(board, lanes, from, to, by);
  return task && lane?.lane && { path: task.path, status: task.status, ...lane };
}

/** The move that takes a move back: to the column, the neighbour and the lane that the card has now. */
export function backFrom(lanes: BoardLane[], from: Spot, { path, lane }: Move): Move | undefined {
  const task = taskAt(lanes, from);
  const cell = lanes[from.lane]?.cells[from.column] ?? [];
  if (task?.path !== path) return undefined;
  const [before, after] = [cell[from.row + 1]?.path, cell[from.row - 1]?.path];
  return {
    path,
    status: task.status,
    ...(before !== undefined ? { before } : after !== undefined ? { after } : {}),
    ...(lane ? { lane: { by: lane.by, was: lane.values, values: lane.was } } : {}),
  };
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

function place(cell: string[], { path, before, after }: Move, isAbove: (other: string) => boolean): string[] {
  const others = cell.filter((other) => other !== path);
  const next = before === undefined ? -1 : others.indexOf(before);
  const last = after === undefined ? -1 : others.indexOf(after);
  // Without a neighbour the order of the column says where it stands.
  const first = before === undefined && after === undefined ? others.findIndex(isAbove) : -1;
  const at = next >= 0 ? next : last >= 0 ? last + 1 : first >= 0 ? first : others.length;
  return [...others.slice(0, at), path, ...others.slice(at)];
}

/** The cells of a lane with a card in one of them. */
function withCard(
  cells: string[][],
  column: number,
  move: Move,
  isAbove: (other: string) => boolean,
): string[][] {
  return cells.map((cell, at) =>
    at === column ? place(cell, move, isAbove) : cell.filter((path) => path !== move.path),
  );
}

/** The board after a move, as it will be read once the move is done. */
export function moved(board: TaskBoard, move: Move): TaskBoard {
  const column = board.columns.findIndex(({ status }) => status === move.status);
  const task = board.tasks.find(({ path }) => path === move.path);
  if (column < 0 || !task) return board;
  const done = column === board.columns.length - 1;
  const { lane: to } = move;
  const now = { ...(to ? withValues(task, to.by, to.values) : task), status: move.status, done };
  const tasks = new Map(board.tasks.map((other) => [other.path, other]));
  const isAbove = (path: string): boolean => {
    const other = tasks.get(path);
    return other !== undefined && inColumn(now, other) < 0;
  };
  const stays = (cells: string[][]): boolean => cells.some((cell) => cell.includes(move.path));
  return {
    ...board,
    tasks: board.tasks.map((other) => (other === task ? now : other)),
    lanes: board.lanes.map(({ name, cells }) => {
      if (to ? standsIn(to.values, name, to.by) : stays(cells))
        return { name, cells: withCard(cells, column, move, isAbove) };
      return { name, cells: cells.map((cell) => cell.filter((path) => path !== move.path)) };
    }),
  };
}
