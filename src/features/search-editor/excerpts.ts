/** The lines of files that are shown to be edited: those with hits, and some around them. */
import type { WirePath } from "../../ipc/bindings";

/** Lines of a file that follow each other. */
export interface Excerpt {
  /** The first of them, from 1. */
  line: number;
  lines: string[];
  /** Which of them have hits, from 0, and what matched in each. */
  hits: Map<number, [number, number][]>;
}

export interface ExcerptFile {
  path: WirePath;
  excerpts: Excerpt[];
}

export interface FoundLine {
  line: number;
  ranges: [number, number][];
}

/** Cuts out the lines with hits, with `context` lines around each; what meets becomes one. */
export function excerptsOf(lines: string[], found: FoundLine[], context: number): Excerpt[] {
  const excerpts: Excerpt[] = [];
  for (const { line, ranges } of [...found].sort((a, b) => a.line - b.line)) {
    const [from, to] = [Math.max(1, line - context), Math.min(lines.length, line + context)];
    const last = excerpts.at(-1);
    const end = last ? last.line + last.lines.length : 0;
    const excerpt = last && from <= end ? last : emptyAt(from);
    if (excerpt !== last) excerpts.push(excerpt);
    excerpt.lines.push(...lines.slice(excerpt.line - 1 + excerpt.lines.length, to));
    const known = excerpt.hits.get(line - excerpt.line) ?? [];
    excerpt.hits.set(line - excerpt.line, [...known, ...ranges]);
  }
  return excerpts;
}

const emptyAt = (line: number): Excerpt => ({ line, lines: [], hits: new Map() });

/** The lines of a text without their ends; nothing stands behind the last line end. */
export function linesOfText(text: string): string[] {
  const lines = text.split("\n").map((line, index, all) => {
    return index < all.length - 1 && line.endsWith("\r") ? line.slice(0, -1) : line;
  });
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
