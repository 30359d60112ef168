/** Where blocks stand in the lines of a terminal's buffer. Pure. */
import type { Block } from "./block-reducer";

/** A place that goes with the text; its line is -1 once that is gone. */
export interface Anchor {
  readonly line: number;
  /** Whether it scrolled out at the top, so that what stood below it may still be there. */
  readonly above: boolean;
  /** The column that the cursor had, while the terminal has as many columns as then. */
  readonly x: number;
  readonly cols: number;
}

/** Lines of the buffer, from 0; ends are behind the last line. */
export interface BlockLines {
  /** The first line that belongs to it. */
  top: number;
  /** The line of its command, where that is still there. */
  command: number | undefined;
  /** The first line of its output. */
  output: number;
  end: number;
  /** Its command was erased while it ran, so that it begins with what it wrote since. */
  cleared?: true;
}

/** What of the buffer decides where blocks are. */
export interface BufferSize {
  /** The line behind the last one that was written. */
  bottom: number;
}

/** A place above a picture of the screen that begins behind it. */
export const ABOVE: Anchor = { line: -1, above: true, x: 0, cols: 0 };

const there = (anchor: Anchor | undefined): anchor is Anchor => anchor !== undefined && anchor.line >= 0;

/** The line behind what an end mark closes: a prompt behind output without a line end shares its line. */
const behind = (end: Anchor): number => end.line + (end.x > 0 ? 1 : 0);

/**
 * The lines of a block; nothing once they were erased. What scrolled out at the top leaves the rest in place,
 * which only the first block that is left can have.
 */
export function linesOf(block: Block<Anchor>, isFirst: boolean, size: BufferSize): BlockLines | undefined {
  const hasOutput = there(block.output);
  if (!hasOutput && !(isFirst && block.output.above)) return undefined;
  if (block.exit !== undefined && block.end !== undefined && !there(block.end)) return undefined;
  const { cleared } = block;
  // Nothing was written since.
  if (cleared && hasOutput && block.end && behind(block.end) <= block.output.line) return undefined;
  const output = hasOutput ? block.output.line : 0;
  const command = there(block.input) ? block.input.line : undefined;
  const prompt = there(block.prompt) ? block.prompt.line : undefined;
  // Where its command was erased, the line of the output may still be the one that it was typed in.
  const top = Math.min(command ?? output, prompt ?? Infinity);
  const end = block.end ? behind(block.end) : size.bottom;
  return {
    top,
    command,
    output,
    end: Math.max(end, output, (command ?? output - 1) + 1),
    ...(cleared && hasOutput ? { cleared } : {}),
  };
}

export interface PlacedBlock {
  block: Block<Anchor>;
  lines: BlockLines;
}

/** The blocks with lines between `from` and `to`, found without looking at all of them. */
export function blocksBetween(
  blocks: readonly Block<Anchor>[],
  size: BufferSize,
  from: number,
  to: number,
): PlacedBlock[] {
  const found: PlacedBlock[] = [];
  // They stand in order, and people look at the last ones mostly.
  for (let index = blocks.length - 1; index >= 0; index -= 1) {
    const block = blocks[index];
    if (!block) break;
    const lines = linesOf(block, index === 0, size);
    if (!lines) continue;
    if (lines.top < to && lines.end > from) found.push({ block, lines });
    if (lines.end <= from) break;
  }
  return found.reverse();
}
