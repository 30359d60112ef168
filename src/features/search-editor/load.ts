/** Reads the files of hits, so that whole lines are shown as the files have them now. */
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { Hit } from "../../ipc/search-types";
import { excerptsOf, linesOfText, type ExcerptFile, type FoundLine } from "./excerpts";

export interface LeftOut {
  path: WirePath;
  reason: string;
}

export interface Loaded {
  files: ExcerptFile[];
  left: LeftOut[];
  /** Whether there are more hits than are shown. */
  more: boolean;
}

/** Hits that are shown to be edited. */
export const mostHits = 5_000;
/** A larger file than the local history keeps cannot be written from here, in bytes. */
const largest = 16 << 20;
/** Files that are read at once. */
const atOnce = 8;

export interface HitsOfFile {
  path: WirePath;
  hits: Hit[];
}

/** Names of files and commands that ran have no line to edit. */
const isLine = ({ kind }: Hit): boolean => kind === "text" || kind === "symbol";

/** Each file once, in the order of their first hits: rows of a ranking name theirs again and again. */
export function byFile(found: HitsOfFile[]): HitsOfFile[] {
  const files = new Map<string, HitsOfFile>();
  for (const { path, hits } of found) {
    const key = path.pathBytes ?? path.path;
    const known = files.get(key);
    if (known) known.hits.push(...hits);
    else files.set(key, { path, hits: [...hits] });
  }
  return [...files.values()];
}

/** The first hits of a list. */
export function firstHits(files: HitsOfFile[], most = mostHits): { files: HitsOfFile[]; more: boolean } {
  let room = most;
  const taken = files.flatMap(({ path, hits }) => {
    const first = hits.filter(isLine).slice(0, room);
    room -= first.length;
    return first.length > 0 ? [{ path, hits: first }] : [];
  });
  const lines = files.reduce((sum, { hits }) => sum + hits.filter(isLine).length, 0);
  return { files: taken, more: lines > most };
}

export async function load(
  ipc: Pick<Ipc, "fileBytes">,
  found: HitsOfFile[],
  context: number,
): Promise<Loaded> {
  const { files: wanted, more } = firstHits(byFile(found));
  const read: (ExcerptFile | LeftOut)[] = new Array<ExcerptFile | LeftOut>(wanted.length);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < wanted.length; index = next++) {
      const file = wanted[index];
      if (file) read[index] = await readOne(ipc, file, context);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return {
    files: read.filter((file) => "excerpts" in file),
    left: read.filter((file) => "reason" in file),
    more,
  };
}

async function readOne(
  ipc: Pick<Ipc, "fileBytes">,
  { path, hits }: HitsOfFile,
  context: number,
): Promise<ExcerptFile | LeftOut> {
  try {
    const bytes = await ipc.fileBytes({ path, offset: 0, length: largest + 1 });
    if (bytes.byteLength > largest) return { path, reason: "it is too large for the local history" };
    const lines = linesOfText(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    const places = hits.map((hit) => placeOf(hit, lines));
    const known = places.filter((place) => place !== undefined);
    if (known.length < hits.length) return { path, reason: "it changed since the search" };
    return { path, excerpts: excerptsOf(lines, known, context) };
  } catch (thrown) {
    if (thrown instanceof TypeError) return { path, reason: "it is not UTF-8 text" };
    return { path, reason: AppError.from(thrown).message };
  }
}

/** Where a hit stands in the lines of its file; nothing when its line is another one by now. */
function placeOf({ line, kind, text, ranges }: Hit, lines: string[]): FoundLine | undefined {
  const there = lines[line - 1];
  if (there === undefined) return undefined;
  if (kind !== "text") return { line, ranges: [] };
  // A long line and a use of a name are shown in part.
  const at = there.indexOf(text.endsWith("\r") ? text.slice(0, -1) : text);
  if (at < 0) return undefined;
  const inside = ranges.map(([from, to]): [number, number] => [
    Math.min(there.length, at + from),
    Math.min(there.length, at + to),
  ]);
  return { line, ranges: inside };
}
