/** The rows of a terminal without the outputs that are folded. Pure. */
import { linesOf, type Anchor, type BlockLines, type BufferSize } from "./block-lines";
import type { Block } from "./block-reducer";
import type { RowMap } from "./block-view";

/** Lines of the buffer that one row stands for. */
export interface Gap {
  run: string;
  from: number;
  /** Behind the last one. */
  to: number;
}

export type FoldRow = { type: "line"; line: number } | { type: "fold"; gap: Gap };

/** The fold that a row stands for. */
export function gapAt(what: FoldRow): Gap | undefined {
  return what.type === "fold" ? what.gap : undefined;
}

/** What folding a block hides; nothing where it wrote nothing that takes a line. */
export function gapOf(block: Block<Anchor>, lines: BlockLines, size: BufferSize): Gap | undefined {
  // The line that a prompt shares with the end of an output stays, and the one that is written now.
  const to = block.end && block.end.line >= 0 ? block.end.line : Math.min(lines.end, size.bottom - 1);
  const from = Math.max(0, lines.output);
  return to > from ? { run: block.run, from, to } : undefined;
}

/** What of the folded blocks is hidden, from top to bottom. */
export function gapsOf(
  blocks: readonly Block<Anchor>[],
  folded: ReadonlySet<string>,
  size: BufferSize,
): Gap[] {
  return blocks.flatMap((block, index) => {
    const lines = folded.has(block.run) ? linesOf(block, index === 0, size) : undefined;
    const gap = lines && gapOf(block, lines, size);
    return gap ? [gap] : [];
  });
}

/** The row of a line that is hidden is that of its fold. */
export interface FoldRows extends RowMap {
  count: number;
  at(row: number): FoldRow;
}

/** Rows for `length` lines of the buffer. */
export function rowsOf(gaps: readonly Gap[], length: number): FoldRows {
  let hidden = 0;
  const known = gaps.map((gap) => {
    const row = gap.from - hidden;
    hidden += gap.to - gap.from - 1;
    return { gap, row };
  });
  const at = (row: number): FoldRow => {
    const before = known.findLast((each) => each.row <= row);
    if (!before) return { type: "line", line: row };
    if (before.row === row) return { type: "fold", gap: before.gap };
    return { type: "line", line: before.gap.to + row - before.row - 1 };
  };
  return {
    count: length - hidden,
    at,
    lineOf(row) {
      const what = at(row);
      return what.type === "line" ? what.line : what.gap.from;
    },
    rowOf(line) {
      const before = known.findLast(({ gap }) => gap.from <= line);
      if (!before) return line;
      return line < before.gap.to ? before.row : before.row + 1 + line - before.gap.to;
    },
  };
}
