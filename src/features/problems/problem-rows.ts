/** Problems as the rows of a tree: a file, and below it what is wrong with it. */
import type { ProblemInfo, ProblemSeverity } from "../../ipc/bindings";

export interface FileRow {
  type: "file";
  key: string;
  path: string;
  problems: readonly ProblemInfo[];
}

export interface ProblemRow {
  type: "problem";
  key: string;
  file: string;
  problem: ProblemInfo;
}

export type Row = FileRow | ProblemRow;

const badness: Record<ProblemSeverity, number> = { error: 0, warning: 1, info: 2 };

/** One string for one path, whatever its bytes. */
export const pathKey = ({ path, pathBytes }: ProblemInfo["path"]): string =>
  pathBytes ? `bytes:${pathBytes}` : path;

/** Where one stands in front of another, in the order of the files and lines. */
export function compareProblems(a: ProblemInfo, b: ProblemInfo): number {
  const [one, other] = [pathKey(a.path), pathKey(b.path)];
  if (one !== other) return one < other ? -1 : 1;
  return a.line - b.line || (a.column ?? 0) - (b.column ?? 0) || badness[a.severity] - badness[b.severity];
}

/** Whether a problem has all the words somewhere: in its message, its file, its tool or its code. */
function fits({ message, path, source, code, severity }: ProblemInfo, words: readonly string[]): boolean {
  const text = `${message} ${path.path} ${source} ${code ?? ""} ${severity}`.toLowerCase();
  return words.every((word) =>
    word.startsWith("!") && word.length > 1 ? !text.includes(word.slice(1)) : text.includes(word),
  );
}

export function filterProblems(problems: readonly ProblemInfo[], text: string): ProblemInfo[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return problems.filter((problem) => fits(problem, words));
}

/** Files with errors first, then by their paths; below each its problems, by line. */
export function rowsOf(problems: readonly ProblemInfo[], collapsed: ReadonlySet<string>): Row[] {
  const files = new Map<string, ProblemInfo[]>();
  for (const problem of [...problems].sort(compareProblems)) {
    const key = pathKey(problem.path);
    const known = files.get(key);
    if (known) known.push(problem);
    else files.set(key, [problem]);
  }
  const worst = (list: readonly ProblemInfo[]): number =>
    Math.min(...list.map(({ severity }) => badness[severity]));
  const sorted = [...files].sort((a, b) => worst(a[1]) - worst(b[1]));
  return sorted.flatMap(([key, list]): Row[] => {
    const path = list[0]?.path.path ?? key;
    const head: FileRow = { type: "file", key, path, problems: list };
    if (collapsed.has(key)) return [head];
    return [
      head,
      ...list.map((problem, at): ProblemRow => ({
        type: "problem",
        key: `${key}\n${at}`,
        file: key,
        problem,
      })),
    ];
  });
}

/** A problem in one line, as gcc prints them. */
export function lineOf({ path, line, column, severity, code, message, source }: ProblemInfo): string {
  const at = `${path.path}:${line}${column === null ? "" : `:${column}`}`;
  return `${at}: ${severity}: ${message} (${source}${code === null ? "" : ` ${code}`})`;
}

/** The problem to go to from a place: the next or the one before in all files, round at the ends. */
export function neighbour(
  problems: readonly ProblemInfo[],
  from: { path: ProblemInfo["path"]; line: number; column: number } | undefined,
  by: 1 | -1,
): ProblemInfo | undefined {
  const sorted = [...problems].sort(compareProblems);
  if (!from) return by === 1 ? sorted[0] : sorted.at(-1);
  const here = pathKey(from.path);
  const isBehind = (problem: ProblemInfo): boolean => {
    const key = pathKey(problem.path);
    if (key !== here) return key > here;
    if (problem.line !== from.line) return problem.line > from.line;
    // The cursor of one without a column stands at its line's begin.
    return problem.column !== null && problem.column > from.column;
  };
  const isBefore = (problem: ProblemInfo): boolean => {
    const key = pathKey(problem.path);
    if (key !== here) return key < here;
    if (problem.line !== from.line) return problem.line < from.line;
    return problem.column !== null && problem.column < from.column;
  };
  return by === 1 ? (sorted.find(isBehind) ?? sorted[0]) : (sorted.findLast(isBefore) ?? sorted.at(-1));
}
