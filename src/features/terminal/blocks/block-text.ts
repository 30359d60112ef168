/** Reads a block's command and output from the screen. */
import type { IBuffer, IBufferLine } from "@xterm/xterm";
import type { Block } from "./block-reducer";
import type { Anchor, BlockLines } from "./block-lines";

/** Lines from `from` to before `to` as text: rows of one long line are joined. */
export function textBetween(buffer: IBuffer, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let y = Math.max(0, from); y < to; y += 1) {
    const line = buffer.getLine(y);
    if (!line) break;
    const goesOn = buffer.getLine(y + 1)?.isWrapped === true && y + 1 < to;
    const text = line.translateToString(!goesOn);
    if (line.isWrapped && lines.length > 0) lines.push((lines.pop() ?? "") + text);
    else lines.push(text);
  }
  return lines;
}

/** What a command wrote, as far as it is still on the screen or above it. */
export function outputText(buffer: IBuffer, block: Block<Anchor>, lines: BlockLines, cols: number): string {
  const { end } = block;
  const shared = end !== undefined && end.x > 0 && end.cols === cols;
  const whole = textBetween(buffer, lines.output, shared ? end.line : lines.end);
  // The prompt stands behind output that has no line end.
  if (shared) {
    const last = buffer.getLine(end.line);
    const text = last?.translateToString(true, 0, end.x) ?? "";
    if (last?.isWrapped && whole.length > 0) whole.push((whole.pop() ?? "") + text);
    else whole.push(text);
  }
  return whole.join("\n").replace(/\n+$/, "");
}

/** The command as it was typed, for one that the history does not keep; nothing when it scrolled out. */
export function typedText(buffer: IBuffer, block: Block<Anchor>, cols: number): string | undefined {
  const { input, output } = block;
  if (!input || input.line < 0 || output.line < 0) return undefined;
  const [first = "", ...rest] = textBetween(buffer, input.line, Math.max(output.line, input.line + 1));
  const start = input.cols === cols ? input.x : 0;
  return [first.slice(start), ...rest].join("\n").trim();
}

/** The first line from `from` to before `to` that holds a text. */
export function lineWith(buffer: IBuffer, text: string, from: number, to: number): number | undefined {
  const wanted = text.trim();
  for (let y = from; y < to; y += 1) {
    // A long line stands in several rows; its beginning is enough to know it.
    const row = buffer.getLine(y)?.translateToString(true).trim() ?? "";
    if (row !== "" && (row.includes(wanted) || (wanted.startsWith(row) && row.length > 8))) return y;
  }
  return undefined;
}

/** What stands between a prompt and the cursor; nothing where lines were broken anew since. */
export function promptText(buffer: IBuffer, input: Anchor, cols: number): string | undefined {
  if (input.line < 0 || input.cols !== cols) return undefined;
  const y = buffer.baseY + buffer.cursorY;
  let text = "";
  for (let line = input.line; line <= y; line += 1) {
    const from = line === input.line ? input.x : 0;
    text += buffer.getLine(line)?.translateToString(false, from, line === y ? buffer.cursorX : undefined);
  }
  return text;
}

/** Cells of a row up to the last one with something on it, and the widest blank before; wide characters take two. */
export function usedCells(row: IBufferLine): { cells: number; blank: [from: number, to: number] } {
  let cells = 0;
  let blank: [number, number] = [0, 0];
  for (let x = 0; x < row.length; x += 1) {
    const cell = row.getCell(x);
    if (!cell || cell.getChars().trim() === "") continue;
    if (x - cells > blank[1] - blank[0]) blank = [cells, x];
    cells = x + cell.getWidth();
  }
  return { cells, blank };
}
