/** What of the blocks is drawn over a terminal's rows. Pure. */
import type { BlockLines, PlacedBlock } from "./block-lines";

/** How much of a header there is room for. */
export type HeaderFit = "full" | "short" | "least";

export interface BlockView {
  run: string;
  /** The rows of its edge, from the top of the screen. */
  row: number;
  rows: number;
  /** Where its header stands; nothing where there is no room that holds no text. */
  header?: { row: number; cells: number; fit: HeaderFit };
}

export interface StickyView {
  run: string;
}

export interface Viewport {
  /** Line of the buffer in the first row. */
  top: number;
  rows: number;
  cols: number;
}

/** Cells of a line that hold text, and whether the line goes on in the next row. */
export interface RowText {
  (line: number): { cells: number; wraps: boolean };
}

/** Cells between the text and a header. */
const GAP = 3;
/** Cells that its actions take, and its status and duration. */
export const ACTION_CELLS = 22;
export const STATUS_CELLS = 16;

function headerOf(lines: BlockLines, view: Viewport, place: number, textOf: RowText): BlockView["header"] {
  const line = lines.command;
  if (line === undefined) return undefined;
  const above = line - 1;
  // An empty line of the prompt's own is the best place, and holds nothing to be covered.
  const useAbove = above >= lines.top && textOf(above).cells === 0 && above >= view.top;
  const at = useAbove ? above : line;
  const row = at - view.top;
  if (row < 0 || row >= view.rows) return undefined;
  const text = useAbove ? { cells: 0, wraps: false } : textOf(line);
  if (text.wraps) return undefined;
  const cells = view.cols - (text.cells === 0 ? 0 : text.cells + GAP);
  if (cells < STATUS_CELLS) return undefined;
  if (cells >= place + STATUS_CELLS + ACTION_CELLS) return { row, cells, fit: "full" };
  return { row, cells, fit: cells >= STATUS_CELLS + ACTION_CELLS ? "short" : "least" };
}

/** What is drawn of the blocks in a viewport. `placeCells` are the cells of a block's folder and branch. */
export function viewBlocks(
  placed: readonly PlacedBlock[],
  view: Viewport,
  placeCells: (run: string) => number,
  textOf: RowText,
): BlockView[] {
  return placed.flatMap(({ block, lines }) => {
    const row = Math.max(0, lines.top - view.top);
    const rows = Math.min(view.rows, lines.end - view.top) - row;
    if (rows <= 0) return [];
    const header = headerOf(lines, view, placeCells(block.run), textOf);
    return [{ run: block.run, row, rows, ...(header ? { header } : {}) }];
  });
}

/** Rows of output that must stand below a sticky line. */
const LEAST_BELOW = 2;

/** The block whose command scrolled out while its output is still in sight. */
export function stickyOf(placed: readonly PlacedBlock[], view: Viewport): StickyView | undefined {
  const first = placed.find(({ lines }) => lines.top < view.top && lines.end > view.top + LEAST_BELOW);
  if (!first || (first.lines.command ?? -1) >= view.top) return undefined;
  return { run: first.block.run };
}
