import type { GitStatus } from "../../ipc/bindings";

export interface GitLetter {
  /** `M`, `A`, `D`, `R`, `U` or `C` for a file, `●` for a folder that holds such files. */
  letter: string;
  className: string;
  /** The same in a word, for people who do not see the colour. */
  label: string;
}

const byLetter: Record<string, GitLetter> = {
  M: { letter: "M", className: "git-modified", label: "modified" },
  A: { letter: "A", className: "git-added", label: "added" },
  U: { letter: "U", className: "git-added", label: "not tracked" },
  R: { letter: "R", className: "git-modified", label: "renamed" },
  D: { letter: "D", className: "git-deleted", label: "deleted" },
  C: { letter: "C", className: "git-deleted", label: "in conflict" },
};

/** What a folder shows when several kinds are in it: the first of these. */
const strongest = ["git-deleted", "git-modified", "git-added"];

/** Letters by path, with a dot for each folder above a file that differs. */
export function lettersOf(status: GitStatus | undefined): Map<string, GitLetter> {
  const letters = new Map<string, GitLetter>();
  const folders = new Map<string, string>();
  for (const { path, letter } of status?.entries ?? []) {
    const known = byLetter[letter];
    if (!known) continue;
    letters.set(path.path.replace(/\/$/, ""), known);
    for (let end = path.path.lastIndexOf("/"); end > 0; end = path.path.lastIndexOf("/", end - 1)) {
      const folder = path.path.slice(0, end);
      const before = folders.get(folder);
      if (before === undefined || strongest.indexOf(known.className) < strongest.indexOf(before)) {
        folders.set(folder, known.className);
      }
    }
  }
  for (const [folder, className] of folders) {
    if (!letters.has(folder)) letters.set(folder, { letter: "●", className, label: "holds changes" });
  }
  return letters;
}

/** The branch as the status bar says it, with what the upstream does not have and the other way round. */
export function branchText(status: GitStatus): string {
  const name = status.detached ? (status.head?.slice(0, 7) ?? "no commit") : (status.branch ?? "no branch");
  const ahead = status.ahead > 0 ? ` ↑${status.ahead}` : "";
  const behind = status.behind > 0 ? ` ↓${status.behind}` : "";
  const operation = status.operation === null ? "" : ` · ${status.operation}`;
  return `${name}${ahead}${behind}${operation}`;
}
