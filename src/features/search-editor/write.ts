/** Writing the edits back: what is asked for, and what is said of the answer. */
import type { SearchEditFile, SearchEditedFile, WirePath } from "../../ipc/bindings";
import { visiblePath } from "../../ui/visible-name";
import { isEdited, type Run } from "./runs";

export interface Edits {
  files: SearchEditFile[];
  /** The index of each of them in the sheet. */
  indexes: number[];
}

/** What is sent: of each file with an edit everything that is shown of it, as a check. */
export function editsOf(runs: readonly Run[], paths: readonly WirePath[]): Edits {
  const edited = new Set(runs.filter(isEdited).map(({ file }) => file));
  const indexes = [...edited].sort((a, b) => a - b);
  const files = indexes.flatMap((index): SearchEditFile[] => {
    const path = paths[index];
    const parts = runs.filter(({ file }) => file === index);
    return path
      ? [
          {
            path,
            parts: parts.map(({ line, before, now }) => ({ line, before: [...before], after: [...now] })),
          },
        ]
      : [];
  });
  return { files, indexes };
}

/** Lines that differ from their files: the longer of what was and what is, where whole stretches do. */
export function editedLines(runs: readonly Run[]): number {
  return runs.reduce((sum, { before, now, same }) => {
    const kept = same.filter((at) => at !== undefined).length;
    return sum + Math.max(before.length, now.length) - kept;
  }, 0);
}

const numbers = new Intl.NumberFormat("en");
export const counted = (count: number, one: string): string =>
  `${numbers.format(count)} ${one}${count === 1 ? "" : "s"}`;

/** Files that are named in a sentence; the rest is counted. */
const mostNamed = 3;

/** Files that were left alone, with the reason. */
export function leftAlone(files: Pick<SearchEditedFile, "path" | "reason">[]): string {
  if (files.length === 0) return "";
  const named = files
    .slice(0, mostNamed)
    .map(({ path, reason }) => `${visiblePath(path.path)} (${(reason ?? "").replace(/\.$/, "")})`);
  const rest = files.length - named.length;
  return ` Left alone: ${named.join(", ")}${rest > 0 ? ` and ${counted(rest, "more file")}` : ""}.`;
}

export function sentenceOf(lines: number, files: SearchEditedFile[]): string {
  const done = files.filter((file) => file.done).length;
  const skipped = files.filter((file) => !file.done);
  return `Wrote ${counted(lines, "line")} in ${counted(done, "file")}.${leftAlone(skipped)}`;
}
