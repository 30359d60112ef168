import type { CommitRow } from "../bindings";
import type { Ipc } from "../client";

export interface FakeCommits {
  commands: Pick<Ipc, "commitList">;
  /** Makes a commit, the last one. */
  add: (hash: string, subject: string) => CommitRow;
}

/** Digits of a hash that are looked for at least. */
const DIGITS = 4;

/** Commits in memory, found by words of their first lines and by their hashes. */
export function makeCommits(): FakeCommits {
  const all: CommitRow[] = [];
  return {
    add: (hash, subject) => {
      const at = 1_795_000_000_000 + all.length;
      const made: CommitRow = { ref: `commit:${hash}`, hash, short: hash.slice(0, 10), subject, at };
      all.unshift(made);
      return made;
    },
    commands: {
      commitList: async ({ query, limit }) => {
        const wanted = query.trim().toLowerCase();
        const words = wanted.split(/\s+/).filter(Boolean);
        const isHash = wanted.length >= DIGITS && /^[0-9a-f]+$/.test(wanted);
        const found = all.filter(
          ({ hash, subject }) =>
            words.every((word) => subject.toLowerCase().includes(word)) ||
            (isHash && hash.startsWith(wanted)),
        );
        return { commits: found.slice(0, limit), more: found.length > limit };
      },
    },
  };
}
