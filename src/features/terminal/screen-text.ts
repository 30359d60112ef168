/** Reads text from the buffer of xterm.js. */
import type { IBuffer, IBufferCell } from "@xterm/xterm";

/** The last line of the screen that holds something. */
export function lastLine(buffer: IBuffer, rows: number): string {
  for (let y = buffer.baseY + rows - 1; y >= buffer.baseY; y -= 1) {
    const text = (buffer.getLine(y)?.translateToString(true) ?? "").trimEnd();
    if (text !== "") return text;
  }
  return "";
}

export interface Place {
  /** Column, from 0. */
  x: number;
  /** Line of the buffer, from 0. */
  y: number;
}

export interface WrappedLine {
  text: string;
  /** The cell that shows the UTF-16 unit at an offset. */
  placeOf(offset: number): Place;
}

/** Rows of one long line that are joined at most, to each side. */
const JOINED = 16;

function firstRow(buffer: IBuffer, y: number): number {
  let first = y;
  while (first > 0 && y - first < JOINED && buffer.getLine(first)?.isWrapped) first -= 1;
  return first;
}

/** The whole line that a row is part of, although it is drawn over several. */
export function wrappedLine(buffer: IBuffer, y: number): WrappedLine {
  let text = "";
  const places: Place[] = [];
  let cell: IBufferCell | undefined;
  const first = firstRow(buffer, y);
  for (let row = first; row <= y + JOINED; row += 1) {
    const line = buffer.getLine(row);
    if (!line || (row > first && !line.isWrapped)) break;
    for (let x = 0; x < line.length; x += 1) {
      cell = line.getCell(x, cell);
      // The second half of a wide character has no text of its own.
      if (!cell || cell.getWidth() === 0) continue;
      const chars = cell.getChars() || " ";
      for (let unit = 0; unit < chars.length; unit += 1) places.push({ x, y: row });
      text += chars;
    }
  }
  return { text, placeOf: (offset) => places[Math.min(offset, places.length - 1)] ?? { x: 0, y } };
}
