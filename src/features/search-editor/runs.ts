/**
 * Which parts of the panel's text are lines of files, and what those lines were.
 *
 * A run is the text of one excerpt: its lines, each with a line end, or nothing once all of them are deleted.
 * Between two runs there always stands a heading or a divider, which nobody edits.
 */
import { Text, type ChangeDesc, type Text as Doc } from "@codemirror/state";
import type { WirePath } from "../../ipc/bindings";
import { visiblePath } from "../../ui/visible-name";
import type { ExcerptFile } from "./excerpts";
import { matchLines } from "./line-match";

export interface Run {
  /** The index of its file. */
  file: number;
  /** The number of its first line in the file, from 1. */
  line: number;
  /** Its lines as the file has them. */
  before: readonly string[];
  /** Its lines as they stand here; the same array as long as nothing was edited. */
  now: readonly string[];
  /** For each line the one that it is in `before`. */
  same: readonly (number | undefined)[];
  /** Lines of `before` that were written from here. */
  written: ReadonlySet<number>;
  from: number;
  to: number;
}

/** What the panel shows at first. */
export interface Sheet {
  text: Doc;
  runs: Run[];
  files: WirePath[];
  /** What matched, by offsets. */
  matches: [number, number][];
}

export const divider = "⋯";

export function sheetOf(found: ExcerptFile[]): Sheet {
  const lines: string[] = [];
  const sheet: Omit<Sheet, "text"> = { runs: [], files: [], matches: [] };
  let at = 0;
  const add = (line: string): void => {
    lines.push(line);
    at += line.length + 1;
  };
  found.forEach(({ path, excerpts }, file) => {
    sheet.files.push(path);
    add(visiblePath(path.path));
    excerpts.forEach((excerpt, index) => {
      if (index > 0) add(divider);
      const from = at;
      excerpt.lines.forEach((line, number) => {
        for (const [start, end] of excerpt.hits.get(number) ?? []) {
          if (end > start) sheet.matches.push([at + start, at + end]);
        }
        add(line);
      });
      const before = excerpt.lines;
      const same = before.map((_line, number) => number);
      sheet.runs.push({
        file,
        line: excerpt.line,
        before,
        now: before,
        same,
        written: new Set(),
        from,
        to: at,
      });
    });
  });
  return { ...sheet, text: Text.of([...lines, ""]) };
}

/** The run that holds a stretch of text; a stretch that reaches into a heading has none. */
export function runAt(runs: readonly Run[], from: number, to: number): Run | undefined {
  let [low, high] = [0, runs.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (!run) return undefined;
    if (to > run.to) low = middle + 1;
    else if (from < run.from) high = middle - 1;
    else return run;
  }
  return undefined;
}

/** The runs after a change of the text; those that were not touched keep their lines. */
export function changedRuns(runs: readonly Run[], changes: ChangeDesc, doc: Doc): Run[] {
  return runs.map((run) => {
    const [from, to] = [changes.mapPos(run.from, -1), changes.mapPos(run.to, 1)];
    if (!changes.touchesRange(run.from, run.to)) return { ...run, from, to };
    const text = doc.sliceString(from, to);
    const now = text === "" ? [] : text.slice(0, -1).split("\n");
    return { ...run, from, to, now, same: matchLines(run.before, now) };
  });
}

/** Whether the text of a run is whole lines still. */
export function isWhole({ from, to }: Pick<Run, "from" | "to">, doc: Doc): boolean {
  return from === to || doc.sliceString(to - 1, to) === "\n";
}

export function isEdited({ before, now, same }: Run): boolean {
  return before.length !== now.length || same.some((at) => at === undefined);
}

/** Above which lines of a run lines of the file are gone; its length stands for below the last one. */
export function goneAt({ before, now, same }: Run): number[] {
  const gone: number[] = [];
  let last = -1;
  // A line that was changed stands for one that it was.
  let changed = 0;
  for (let index = 0; index <= now.length; index++) {
    const at = index < now.length ? same[index] : before.length;
    if (at === undefined) {
      changed += 1;
      continue;
    }
    if (at - last - 1 > changed) gone.push(index);
    [last, changed] = [at, 0];
  }
  return gone;
}

/** The numbers that the first lines of the runs will have once everything is written. */
export function numbersOf(runs: readonly Run[]): number[] {
  let [file, moved] = [-1, 0];
  return runs.map((run) => {
    if (run.file !== file) [file, moved] = [run.file, 0];
    const number = run.line + moved;
    moved += run.now.length - run.before.length;
    return number;
  });
}

/** The runs once the edits of some files were written, as they stood when they were `sent`. */
export function writtenRuns(runs: readonly Run[], files: ReadonlySet<number>, sent: readonly Run[]): Run[] {
  const numbers = numbersOf(sent);
  return runs.map((run, index) => {
    const then = sent[index];
    if (!then || !files.has(run.file)) return run;
    const news = then.same.flatMap((at, now) => (at === undefined || then.written.has(at) ? [now] : []));
    const same = matchLines(then.now, run.now);
    return { ...run, line: numbers[index] ?? run.line, before: then.now, same, written: new Set(news) };
  });
}

/** What the files were before a writing, for the way back from it. */
export type Baseline = Pick<Run, "line" | "before" | "written">[];

export function baselineOf(runs: readonly Run[]): Baseline {
  return runs.map(({ line, before, written }) => ({ line, before, written }));
}

export function withBaseline(runs: readonly Run[], baseline: Baseline): Run[] {
  return runs.map((run, index) => {
    const then = baseline[index];
    return then ? { ...run, ...then, same: matchLines(then.before, run.now) } : run;
  });
}
