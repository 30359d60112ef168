import { describe, expect, it } from "vitest";
import type { GitStatus } from "../../ipc/bindings";
import { branchText, lettersOf } from "./git-reducer";

const status = (fields: Partial<GitStatus>): GitStatus => ({
  present: true,
  problem: null,
  branch: "main",
  head: "4f1c9e2000000000000000000000000000000000",
  detached: false,
  ahead: 0,
  behind: 0,
  operation: null,
  entries: [],
  truncated: false,
  ...fields,
});

const entry = (path: string, letter: string) => ({ path: { path }, letter, staged: false });

describe("git letters", () => {
  it("mark files, and each folder above them with the strongest", () => {
    const letters = lettersOf(
      status({ entries: [entry("a/b/c.rs", "A"), entry("a/d.rs", "M"), entry("e/", "U"), entry("f", "?")] }),
    );
    const short = [...letters].map(([path, { letter, className }]) => `${path} ${letter} ${className}`);
    expect(short).toEqual([
      "a/b/c.rs A git-added",
      "a/d.rs M git-modified",
      "e U git-added",
      "a/b ● git-added",
      "a ● git-modified",
    ]);
  });

  it("are none without a repository", () => {
    expect(lettersOf(undefined).size).toBe(0);
  });
});

describe("the branch", () => {
  it.each([
    [{}, "main"],
    [{ ahead: 2, behind: 1 }, "main ↑2 ↓1"],
    [{ detached: true }, "4f1c9e2"],
    [{ operation: "rebase" }, "main · rebase"],
    [{ branch: null, head: null, detached: true }, "no commit"],
  ])("is said with what matters (%j)", (fields, expected) => {
    expect(branchText(status(fields))).toBe(expected);
  });
});
