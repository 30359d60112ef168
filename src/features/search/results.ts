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

/** Files with more hits behind them; they come file by file. */
export function addHits(files: ResultFile[], hits: ResultHit[]): ResultFile[] {
  const all = [...files];
  for (let at = 0; at < hits.length;) {
    const first = hits[at];
    if (!first) break;
    const key = pathKey(first.path);
    let end = at + 1;
    while (end < hits.length && pathKey(hits[end]?.path ?? first.path) === key) end += 1;
    const added = hits.slice(at, end);
    const last = all.at(-1);
    if (last?.key === key) all[all.length - 1] = { ...last, hits: [...last.hits, ...added] };
    else all.push({ key, path: first.path, hits: added });
    at = end;
  }
  return all;
}

/** New results with those files of the old ones that are the same, so that what draws them stays. */
export function unchanged(old: ResultFile[], files: ResultFile[]): ResultFile[] {
  const before = new Map(old.map((file) => [file.key, file]));
  return files.map((file) => {
    const known = before.get(file.key);
    return known && JSON.stringify(known.hits) === JSON.stringify(file.hits) ? known : file;
  });
}

export function countOf(files: ResultFile[]): number {
  return files.reduce((sum, file) => sum + file.hits.length, 0);
}

const lineKey = (file: ResultFile, hit: Hit): string => `${hit.line}:${hit.column}:${file.key}`;

interface FileLines {
  head: ResultLine;
  body: ResultLine[];
}

/** Lines of files that did not change stay the same objects, so that what draws them stays too. */
const made = new WeakMap<ResultFile, FileLines>();

function fileLines(file: ResultFile): FileLines {
  const known = made.get(file);
  if (known) return known;
  const body: ResultLine[] = [];
  let shown = 0;
  const around = (first: number, texts: string[], end: number): void => {
    texts.forEach((text, index) => {
      const line = first + index;
      if (line <= shown || line >= end) return;
      shown = line;
      body.push({ type: "context", key: `${line}::${file.key}`, file, line, text });
    });
  };
  file.hits.forEach((hit, index) => {
    const { before = [], after = [] } = hit;
    around(hit.line - before.length, before, hit.line);
    body.push({ type: "hit", key: lineKey(file, hit), file, hit });
    shown = Math.max(shown, hit.line);
    around(hit.line + 1, after, file.hits[index + 1]?.line ?? Infinity);
  });
  const lines: FileLines = { head: { type: "file", key: file.key, file }, body };
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
    const hits = file.hits.filter((hit) => lineKey(file, hit) !== line.key);
    return hits.length === 0 ? [] : [{ ...file, hits }];
  });
}
