/** Hits that replacing leaves as they are: lines by file. */
import type { ReplaceChoice } from "../../ipc/search-types";
import type { ResultFile } from "./results";

export type LeftLines = ReadonlyMap<string, ReadonlySet<number>>;

export const none: LeftLines = new Map();

export function isOut(left: LeftLines, key: string, line: number): boolean {
  return left.get(key)?.has(line) === true;
}

/** How much of a file is taken. */
export function taken(left: LeftLines, file: ResultFile): "all" | "some" | "none" {
  const out = file.hits.filter(({ line }) => isOut(left, file.key, line)).length;
  if (out === 0) return "all";
  return out === file.hits.length ? "none" : "some";
}

export function toggleHit(left: LeftLines, key: string, line: number): LeftLines {
  const lines = new Set(left.get(key));
  if (!lines.delete(line)) lines.add(line);
  return new Map(left).set(key, lines);
}

/** All of a file when nothing of it is taken, and else nothing. */
export function toggleFile(left: LeftLines, file: ResultFile): LeftLines {
  const out = taken(left, file) === "none" ? [] : file.hits.map(({ line }) => line);
  return new Map(left).set(file.key, new Set(out));
}

/** What is to be replaced: the files of which something is taken, without the rest of their matches. */
export function choicesOf(files: ResultFile[], left: LeftLines): ReplaceChoice[] {
  return files.flatMap(({ key, path, hash = "", hits }): ReplaceChoice[] => {
    const out = hits.filter(({ line }) => isOut(left, key, line));
    if (out.length === hits.length) return [];
    return [{ path, hash, without: out.flatMap(({ matches = [] }) => matches) }];
  });
}

/** Hits and files that are taken. */
export function takenCount(files: ResultFile[], left: LeftLines): { hits: number; files: number } {
  let [hits, inFiles] = [0, 0];
  for (const file of files) {
    const of = file.hits.filter(({ line }) => !isOut(left, file.key, line)).length;
    hits += of;
    if (of > 0) inFiles += 1;
  }
  return { hits, files: inFiles };
}
