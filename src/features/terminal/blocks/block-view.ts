/** What of the blocks is drawn over a terminal's rows. Pure. */
import type { BlockLines, PlacedBlock } from "./block-lines";
import { fitHeader, type HeaderCells, type HeaderFit } from "./header-fit";

export interface BlockView {
  run: string;
  /** The rows of its edge, from the top of the viewport. */
  row: number;
  rows: number;
  /** Whether it wrote something that can be folded. */
  folds: boolean;
  /** Where its header stands; nothing where there is no room that holds no text. */
  header?: Room & { row: number; fit: HeaderFit };
  /** Its own line was erased while it ran, so that its header names it. */
  cleared?: true;
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
  /** What the parts of its header take. */
  cellsOf: (placed: PlacedBlock) => HeaderCells;
  textOf: RowText;
  folds: (placed: PlacedBlock) => boolean;
}

/** Cells between the text and a header. */
const GAP = 3;
/** Cells of a command that a header names. */
const COMMAND_CELLS = 12;
/** Rows of a long command that are looked at for room. */
const MOST_ROWS = 50;

const plain: RowMap = { rowOf: (line) => line, lineOf: (row) => row };

interface FindRoom {
  (text: ReturnType<RowText>, cols: number, least: number): Room | undefined;
}

/** What is free behind the text of a row. */
const behindText: FindRoom = ({ cells, goesOn }, cols, least) => {
  const free = cols - (cells === 0 ? 0 : cells + GAP);
  return !goesOn && free >= least ? { cells: free, right: 0 } : undefined;
};

/** What is free between the text of a row and a right prompt. */
const beforeRightPrompt: FindRoom = ({ cells, blank: [from, to], goesOn }, cols, least) => {
  const free = to - from - (from === 0 ? GAP : 2 * GAP);
  const isRight = !goesOn && cols - cells <= GAP;
  return isRight && free >= least ? { cells: free, right: cols - to + GAP } : undefined;
};

type Found = (Room & { line: number }) | undefined;

/** The first of these rows that has room. */
function firstRoom(rows: number[], view: Viewport, textOf: RowText, least: number, find: FindRoom): Found {
  for (const line of rows) {
    const room = find(textOf(line), view.cols, least);
    if (room) return { line, ...room };
  }
  return undefined;
}

const count = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, at) => from + at);

/** The row of a prompt or command that has room for a header. */
function roomOf(lines: BlockLines, view: Viewport, textOf: RowText, least: number): Found {
  const { command, top, output } = lines;
  const { rowOf } = view.map ?? plain;
  const isInSight = (line: number): boolean => rowOf(line) >= view.top;
  if (command === undefined) {
    if (!lines.cleared) return undefined;
    // Lines that are folded share a row.
    const rows = count(output, Math.min(lines.end, output + MOST_ROWS)).filter(isInSight);
    const isFolded = rows.length > 1 && rowOf(output) === rowOf(output + 1);
    return isFolded ? undefined : firstRoom(rows, view, textOf, least + COMMAND_CELLS, behindText);
  }
  const prompt = count(Math.max(top, command - MOST_ROWS), command)
    .reverse()
    .filter(isInSight);
  // A command that fills its first row may leave room in its last one.
  const typed = count(command, Math.min(Math.max(output, command + 1), command + MOST_ROWS));
  const rows = [...typed, ...prompt];
  // An empty line of the prompt's own is the best place, and holds nothing to be covered.
  const [above] = prompt;
  if (above !== undefined && textOf(above).cells === 0) return { line: above, cells: view.cols, right: 0 };
  return (
    firstRoom(rows, view, textOf, least, behindText) ??
    firstRoom(rows, view, textOf, least, beforeRightPrompt)
  );
}

function headerOf(placed: PlacedBlock, view: Viewport, drawn: Drawn): BlockView["header"] {
  const { lines } = placed;
  const parts = drawn.cellsOf(placed);
  const room = roomOf(lines, view, drawn.textOf, parts.least);
  if (!room) return undefined;
  const { cells, right } = room;
  const row = (view.map ?? plain).rowOf(room.line) - view.top;
  if (row < 0 || row >= view.rows) return undefined;
  return { row, cells, right, fit: fitHeader(cells - (lines.cleared ? COMMAND_CELLS : 0), parts) };
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
    const header = headerOf(each, view, drawn);
    return [
      {
        run: block.run,
        row,
        rows,
        folds: drawn.folds(each),
        ...(header ? { header } : {}),
        ...(lines.cleared ? { cleared: true as const } : {}),
      },
    ];
  });
}

/** Rows of output that must stand below a sticky line. */
const LEAST_BELOW = 2;

/** The run of the block whose command scrolled out while its output is still in sight. */
export function stickyOf(placed: readonly PlacedBlock[], view: Viewport): string | undefined {
  const { rowOf } = view.map ?? plain;
  // What begins above the first line of all cannot be scrolled to.
  const hasLeft = ({ top, command, cleared }: BlockLines): boolean =>
    rowOf(top) < view.top || (view.top === 0 && top === 0 && command === undefined && !cleared);
  const first = placed.find(
    ({ lines }) => hasLeft(lines) && rowOf(lines.end - 1) + 1 > view.top + LEAST_BELOW,
  );
  const command = first?.lines.command;
  return command !== undefined && rowOf(command) >= view.top ? undefined : first?.block.run;
}
