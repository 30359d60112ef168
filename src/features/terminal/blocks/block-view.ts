/** What of the blocks is drawn over a terminal's rows. Pure. */
import type { BlockLines, PlacedBlock } from "./block-lines";

/** How much of a header there is room for. */
export type HeaderFit = "full" | "short" | "least";

export interface BlockView {
  run: string;
  /** The rows of its edge, from the top of the viewport. */
  row: number;
  rows: number;
  /** Whether it wrote something that can be folded. */
  folds: boolean;
  /** Where its header stands; nothing where there is no room that holds no text. */
  header?: Room & { row: number; fit: HeaderFit };
}

/** Cells of a row that are free, and those to the right of them that a right prompt has. */
export interface Room {
  cells: number;
  right: number;
}

/** Leads from lines of the buffer to rows and back, where not every line has a row of its own. */
export interface RowMap {
  rowOf(line: number): number;
  /** The first line that a row stands for. */
  lineOf(row: number): number;
}

export interface Viewport {
  /** The first row; a line of the buffer where each of them has a row. */
  top: number;
  rows: number;
  cols: number;
  map?: RowMap;
}

export interface RowText {
  (line: number): {
    /** Cells up to the end of its text. */
    cells: number;
    /** Its widest blank between texts, from the first cell to behind the last one. */
    blank: [from: number, to: number];
    /** Whether the line goes on in the next row. */
    goesOn: boolean;
  };
}

/** What else the drawing of a block depends on. */
export interface Drawn {
  /** Cells of its folder and branch. */
  placeCells: (run: string) => number;
  textOf: RowText;
  folds: (placed: PlacedBlock) => boolean;
}

/** Cells between the text and a header. */
const GAP = 3;
/** Cells that its actions take, and its status and duration. */
export const ACTION_CELLS = 25;
export const STATUS_CELLS = 16;
/** Rows of a long command that are looked at for room. */
const MOST_ROWS = 50;

const plain: RowMap = { rowOf: (line) => line, lineOf: (row) => row };

/** What is free behind the text of a row. */
function behindText({ cells, goesOn }: ReturnType<RowText>, cols: number): Room | undefined {
  const free = cols - (cells === 0 ? 0 : cells + GAP);
  return !goesOn && free >= STATUS_CELLS ? { cells: free, right: 0 } : undefined;
}

/** What is free between the text of a row and a right prompt. */
function beforeRightPrompt(
  { cells, blank: [from, to], goesOn }: ReturnType<RowText>,
  cols: number,
): Room | undefined {
  const free = to - from - (from === 0 ? GAP : 2 * GAP);
  const isRight = !goesOn && cols - cells <= GAP;
  return isRight && free >= STATUS_CELLS ? { cells: free, right: cols - to + GAP } : undefined;
}

/** The row of a prompt or command that has room for a header. */
function roomOf(lines: BlockLines, view: Viewport, textOf: RowText): (Room & { line: number }) | undefined {
  const { command, top, output } = lines;
  if (command === undefined) return undefined;
  const { rowOf } = view.map ?? plain;
  const from = Math.max(top, command - MOST_ROWS);
  const prompt = Array.from({ length: command - from }, (_, at) => command - 1 - at);
  const typed = Math.min(Math.max(output, command + 1), command + MOST_ROWS) - command;
  const inSight = prompt.filter((line) => rowOf(line) >= view.top);
  // A command that fills its first row may leave room in its last one.
  const rows = [...Array.from({ length: typed }, (_, at) => command + at), ...inSight];
  // An empty line of the prompt's own is the best place, and holds nothing to be covered.
  const [above] = inSight;
  if (above !== undefined && textOf(above).cells === 0) return { line: above, cells: view.cols, right: 0 };
  for (const find of [behindText, beforeRightPrompt]) {
    for (const line of rows) {
      const room = find(textOf(line), view.cols);
      if (room) return { line, ...room };
    }
  }
  return undefined;
}

function headerOf(lines: BlockLines, view: Viewport, place: number, textOf: RowText): BlockView["header"] {
  const room = roomOf(lines, view, textOf);
  if (!room) return undefined;
  const { cells, right } = room;
  const row = (view.map ?? plain).rowOf(room.line) - view.top;
  if (row < 0 || row >= view.rows) return undefined;
  if (cells >= place + STATUS_CELLS + ACTION_CELLS) return { row, cells, right, fit: "full" };
  return { row, cells, right, fit: cells >= STATUS_CELLS + ACTION_CELLS ? "short" : "least" };
}

/** The lines between which blocks are looked for. */
export function linesIn(view: Viewport): [from: number, to: number] {
  const { lineOf } = view.map ?? plain;
  return [lineOf(view.top), lineOf(view.top + view.rows)];
}

/** What is drawn of the blocks in a viewport. */
export function viewBlocks(placed: readonly PlacedBlock[], view: Viewport, drawn: Drawn): BlockView[] {
  const { rowOf } = view.map ?? plain;
  return placed.flatMap((each) => {
    const { block, lines } = each;
    const row = Math.max(0, rowOf(lines.top) - view.top);
    const rows = Math.min(view.rows, rowOf(lines.end - 1) + 1 - view.top) - row;
    if (rows <= 0) return [];
    const header = headerOf(lines, view, drawn.placeCells(block.run), drawn.textOf);
    return [{ run: block.run, row, rows, folds: drawn.folds(each), ...(header ? { header } : {}) }];
  });
}

/** Rows of output that must stand below a sticky line. */
const LEAST_BELOW = 2;

/** The run of the block whose command scrolled out while its output is still in sight. */
export function stickyOf(placed: readonly PlacedBlock[], view: Viewport): string | undefined {
  const { rowOf } = view.map ?? plain;
  // What begins above the first line of all cannot be scrolled to.
  const hasLeft = ({ top, command }: BlockLines): boolean =>
    rowOf(top) < view.top || (view.top === 0 && top === 0 && command === undefined);
  const first = placed.find(
    ({ lines }) => hasLeft(lines) && rowOf(lines.end - 1) + 1 > view.top + LEAST_BELOW,
  );
  const command = first?.lines.command;
  return command !== undefined && rowOf(command) >= view.top ? undefined : first?.block.run;
}
