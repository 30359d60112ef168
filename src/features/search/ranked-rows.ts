/** Rows of a ranking, each for itself. */
import type { WirePath } from "../../ipc/bindings";
import type { Hit, Ranked, SearchDone } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { visibleName } from "../../ui/visible-name";
import {
  cutHit,
  fileLines,
  hitKey,
  pathKey,
  type ResultFile,
  type ResultHit,
  type ResultLine,
} from "./results";

/** Hits of a ranking: each stands for itself, in the order of how well it fits. */
export function rankedFiles(hits: ResultHit[]): ResultFile[] {
  return hits.map((hit) => ({ key: pathKey(hit.path), path: hit.path, hits: [cutHit(hit)] }));
}

type Piece = NonNullable<Hit["piece"]>;

/** What a later part of a long function is a part of: its own first line does not say it. */
export function laterPart({ piece }: Hit): Piece | undefined {
  return piece && piece.part > 0 ? piece : undefined;
}

/** The line that a row shows: of a later part the one that fits best, where one has words of the question. */
export function shownLine(hit: Hit): { line: number; text: string } {
  return laterPart(hit)?.best ?? hit;
}

/** What a later part is a part of, for its row; `pieceName` is the whole of it. */
export function partOf({ name }: Piece): string {
  return `in ${visibleName(name)}`;
}

/** A piece in words. */
export function pieceName({ name, kind, from, to }: Piece): string {
  return `${kind} ${visibleName(name)}, lines ${from}–${to}`;
}

/** What a hit of a ranking is known by. */
export function rankedKey({ key, hits: [hit] }: ResultFile): string {
  return hit ? hitKey(key, hit) : key;
}

/** The list of a ranking: its hits alone. */
export function rankedLines(files: ResultFile[]): ResultLine[] {
  return files.flatMap((file) => fileLines(file).body);
}

/** How many files there are hits in. */
export function filesIn(files: ResultFile[]): number {
  return new Set(files.map(({ key }) => key)).size;
}

/** The file in front, which what is near to it is found by first. */
export function frontOf(app: App): WirePath | undefined {
  const state = app.workbench.active("center")?.state() as { path?: WirePath | null } | null | undefined;
  return state?.path ?? undefined;
}

export function doneOf({ hits, problems = [] }: Ranked, elapsedMs: number): SearchDone {
  const files = new Set(hits.map(({ path }) => path.path)).size;
  const told = problems.map(({ path, reason }) => `${path.path}: ${reason}`);
  return { files, hits: hits.length, truncated: false, elapsedMs, scanned: 0, problems: told };
}
