/** Lines and columns, as people and as other programs count them. */
import type { EditorState, Text } from "@codemirror/state";

export interface Place {
  line: number;
  /** In characters, from 1. */
  column: number;
  /** Characters that are selected. */
  selected: number;
  cursors: number;
}

/** A place to go to: a line from 1, and in it a column in bytes or a character in UTF-16 units, both from 1. */
export interface LinePlace {
  line: number;
  column?: number;
  character?: number;
  /** UTF-16 units from there on that are selected. */
  length?: number;
}

/** Lines longer than this are counted in UTF-16 units: counting them at each key would be felt. */
const LONG_LINE = 20_000;

function characters(text: string): number {
  if (text.length > LONG_LINE) return text.length;
  let count = 0;
  for (const _letter of text) count += 1;
  return count;
}

/** Where the main cursor stands. */
export function placeOf(state: EditorState): Place {
  const { main, ranges } = state.selection;
  const line = state.doc.lineAt(main.head);
  const column = characters(state.sliceDoc(line.from, main.head)) + 1;
  let selected = 0;
  for (const { from, to } of ranges)
    selected += to - from > LONG_LINE ? to - from : characters(state.sliceDoc(from, to));
  return { line: line.number, column, selected, cursors: ranges.length };
}

/** The offset of a line and a column in UTF-8 bytes, both from 1, as near as the text allows. */
export function placeAt(text: Text, line: number, column = 1): number {
  const at = text.line(Math.min(text.lines, Math.max(1, line)));
  let bytes = 1;
  let units = 0;
  for (const letter of at.text) {
    if (bytes >= column) break;
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    units += letter.length;
  }
  return at.from + units;
}

/** What is to be selected to stand at a place, as near as the text allows. */
export function rangeAt(text: Text, { line, column, character, length = 0 }: LinePlace): [number, number] {
  const { from, to } = text.line(Math.min(text.lines, Math.max(1, line)));
  const anchor =
    character === undefined ? placeAt(text, line, column) : Math.min(to, from + Math.max(0, character - 1));
  return [anchor, Math.min(to, anchor + length)];
}
