/** Hits by file, and the lines that they make in the list. */
import type { WirePath } from "../../ipc/bindings";
import type { Hit } from "../../ipc/search-types";

export interface ResultHit extends Hit {
  /** The line as it would be after replacing. */
  replaced?: string;
  /** The numbers that its matches have in the file, when they are to be replaced. */
  matches?: number[];
}

export interface ResultFile {
  key: string;
  path: WirePath;
  /** What the file was when replacing was shown. */
  hash?: string;
  hits: ResultHit[];
}

export type ResultLine =
  | { type: "file"; key: string; file: ResultFile }
  | { type: "hit"; key: string; file: ResultFile; hit: ResultHit }
  | { type: "context"; key: string; file: ResultFile; line: number; text: string };

export function pathKey(path: WirePath): string {
  return path.pathBytes ?? path.path;
}

/**
 * Files with more hits behind them; they come file by file. The last file goes on in the list of hits that it
 * had, so that a file with very many of them is not copied for each page.
 */
export function addHits(files: ResultFile[], hits: ResultHit[]): ResultFile[] {
  const all = [...files];
  for (let at = 0; at < hits.length;) {
    const first = hits[at];
    if (!first) break;
    const key = pathKey(first.path);
    let end = at + 1;
    while (end < hits.length && pathKey(hits[end]?.path ?? first.path) === key) end += 1;
    const added = hits.slice(at, end).map(cutHit);
    const last = all.at(-1);
    if (last?.key === key) all[all.length - 1] = grown(last, added);
    else all.push({ key, path: first.path, hits: added });
    at = end;
  }
  return all;
}

/** New results with those files of the old ones that are the same, so that what draws them stays. */
export function unchanged(
  old: ResultFile[],
  files: ResultFile[],
  keyOf = (file: ResultFile): string => file.key,
): ResultFile[] {
  const before = new Map(old.map((file) => [keyOf(file), file]));
  return files.map((file) => {
    const known = before.get(keyOf(file));
    return known && JSON.stringify(known.hits) === JSON.stringify(file.hits) ? known : file;
  });
}

export function countOf(files: ResultFile[]): number {
  return files.reduce((sum, file) => sum + file.hits.length, 0);
}

/** What a hit is known by in the list; commands of one folder all stand in its first line. */
export function hitKey(file: string, hit: Pick<Hit, "kind" | "line" | "column" | "ref">): string {
  return hit.kind === "command" ? `${hit.ref}:${file}` : `${hit.line}:${hit.column}:${file}`;
}

interface FileLines {
  head: ResultLine;
  body: ResultLine[];
  /** Hits that are among the lines. */
  hits: number;
  /** Lines up to the last hit; those after it depend on what comes next. */
  settled: number;
  /** The number of the last hit's line. */
  shown: number;
}

/** Lines of files that did not change stay the same objects, so that what draws them stays too. */
const made = new WeakMap<ResultFile, FileLines>();

/** Letters that are kept of a line: more than the list shows, and not all of a file that is one line. */
const mostLetters = 1_000;
/** Letters of them before the first match. */
const lead = 100;

/** A hit of a long line with the part around its first match; copied, so that nothing holds the whole. */
export function cutHit<H extends Hit>(hit: H): H {
  if (hit.text.length <= mostLetters) return hit;
  const from = Math.max(0, (hit.ranges[0]?.[0] ?? 0) - lead);
  const text = [...hit.text.slice(from, from + mostLetters)].join("");
  const ranges = hit.ranges
    .filter(([, end]) => end <= from + text.length)
    .map(([start, end]): [number, number] => [start - from, end - from]);
  return { ...hit, text, ranges };
}

/** A file with more hits. What was made of those before is made of the new one too. */
function grown(file: ResultFile, added: ResultHit[]): ResultFile {
  const next = { ...file };
  const lines = made.get(file);
  for (const hit of added) next.hits.push(hit);
  if (lines) made.set(next, { ...lines, head: { type: "file", key: next.key, file: next } });
  return next;
}

/** The lines of one file. */
export function fileLines(file: ResultFile): FileLines {
  const known = made.get(file);
  if (known?.hits === file.hits.length) return known;
  const start = known ?? { body: [], hits: 0, settled: 0, shown: 0 };
  const body = start.body.slice(0, start.settled);
  let { settled, shown } = start;
  const around = (first: number, texts: string[], end: number): void => {
    texts.forEach((text, index) => {
      const line = first + index;
      if (line <= shown || line >= end) return;
      shown = line;
      body.push({ type: "context", key: `${line}::${file.key}`, file, line, text });
    });
  };
  const behind = (hit: ResultHit | undefined, end: number): void => {
    if (hit?.after) around(hit.line + 1, hit.after, end);
  };
  for (let index = start.hits; index < file.hits.length; index++) {
    const hit = file.hits[index];
    if (!hit) continue;
    behind(file.hits[index - 1], hit.line);
    const { before = [] } = hit;
    around(hit.line - before.length, before, hit.line);
    body.push({ type: "hit", key: hitKey(file.key, hit), file, hit });
    settled = body.length;
    shown = Math.max(shown, hit.line);
  }
  const last = shown;
  behind(file.hits.at(-1), Infinity);
  const head: ResultLine = known?.head ?? { type: "file", key: file.key, file };
  const lines: FileLines = { head, body, hits: file.hits.length, settled, shown: last };
  made.set(file, lines);
  return lines;
}

/** The list: each file, and below it its hits unless it is collapsed. */
export function linesOf(files: ResultFile[], collapsed: ReadonlySet<string>): ResultLine[] {
  const lines: ResultLine[] = [];
  for (const file of files) {
    const { head, body } = fileLines(file);
    lines.push(head);
    if (!collapsed.has(file.key)) for (const line of body) lines.push(line);
  }
  return lines;
}

/** The hit after (1) or before (-1) a line of the list, round about. */
export function nextHit(
  files: ResultFile[],
  from: string | undefined,
  by: 1 | -1,
): Extract<ResultLine, { type: "hit" }> | undefined {
  const all = linesOf(files, new Set());
  const start = all.findIndex(({ key }) => key === from);
  const begin = start < 0 && by === -1 ? 0 : start;
  for (let step = 1; step <= all.length; step++) {
    const line = all.at((begin + by * step) % all.length);
    if (line?.type === "hit") return line;
  }
  return undefined;
}

/** The list without a file, or without one hit of it. */
export function without(files: ResultFile[], line: ResultLine): ResultFile[] {
  if (line.type === "context") return files;
  return files.flatMap((file) => {
    if (file.key !== line.file.key) return [file];
    if (line.type === "file") return [];
    const hits = file.hits.filter((hit) => hitKey(file.key, hit) !== line.key);
    return hits.length === 0 ? [] : [{ ...file, hits }];
  });
}
