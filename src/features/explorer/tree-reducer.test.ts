import { describe, expect, it } from "vitest";
import type { TreeEntry } from "../../ipc/bindings";
import {
  emptyTree,
  flatten,
  foldersToList,
  reduceTree,
  sameRows,
  type Tree,
  type TreeEvent,
} from "./tree-reducer";

const entry = (
  path: string,
  kind: TreeEntry["kind"] = "file",
  fields: Partial<TreeEntry> = {},
): TreeEntry => ({
  name: path.slice(path.lastIndexOf("/") + 1),
  path: { path },
  kind,
  target: null,
  size: 0,
  ignored: false,
  ...fields,
});
const folder = (path: string): TreeEntry => entry(path, "folder");
const fold = (...events: TreeEvent[]): Tree => events.reduce(reduceTree, emptyTree);
const listed = (path: string, ...entries: TreeEntry[]): TreeEvent => ({
  type: "listed",
  folder: { path },
  entries,
});
const opened = (path: string): TreeEvent => ({ type: "opened", folder: { path } });

const usual: TreeEvent[] = [
  listed("", folder("src"), folder("target"), entry("README.md")),
  opened("src"),
  listed("src", folder("src/a"), entry("src/lib.rs")),
];

describe("the tree", () => {
  it("shows open folders with what is in them", () => {
    const rows = flatten(fold(...usual), true);
    expect(rows.map((row) => [row.key, row.depth, row.open])).toEqual([
      ["src", 0, true],
      ["src/a", 1, false],
      ["src/lib.rs", 1, undefined],
      ["target", 0, false],
      ["README.md", 0, undefined],
    ]);
    expect([rows[2]?.place, rows[2]?.siblings], "places count within a folder").toEqual([2, 2]);
  });

  it("leaves ignored entries out when they are hidden", () => {
    const tree = fold(listed("", entry("a"), entry("b", "file", { ignored: true })));
    expect(flatten(tree, false).map((row) => [row.key, row.siblings])).toEqual([["a", 1]]);
    expect(flatten(tree, true).length).toBe(2);
  });

  it("opens links to folders, and no other links", () => {
    const tree = fold(
      listed(
        "",
        entry("in", "link", { target: "folder" }),
        entry("file", "link", { target: "file" }),
        entry("out", "link"),
      ),
    );
    expect(flatten(tree, true).map((row) => row.open)).toEqual([false, undefined, undefined]);
  });

  it("comes to the same when every event comes twice", () => {
    const events: TreeEvent[] = [
      ...usual,
      { type: "closed", folder: { path: "src" } },
      { type: "lost", folder: { path: "src" } },
    ];
    const twice = events.flatMap((event) => [event, event]);
    expect(fold(...twice)).toEqual(fold(...events));
  });

  it("remembers which folders were open below a closed one", () => {
    const tree = fold(...usual, opened("src/a"), { type: "closed", folder: { path: "src" } }, opened("src"));
    expect(flatten(tree, true).find((row) => row.key === "src/a")?.open).toBe(true);
  });

  it("reads again only open folders that changed", () => {
    const tree = fold(...usual);
    const changed = ["src", "target", "elsewhere"].map((path) => ({ path }));
    expect(foldersToList(tree, changed, false).map(({ path }) => path)).toEqual(["src"]);
    expect(foldersToList(tree, [], true).map(({ path }) => path)).toEqual(["", "src"]);
  });

  it("reads a closed folder anew after it changed", () => {
    const tree = fold(
      ...usual,
      { type: "closed", folder: { path: "src" } },
      { type: "forgotten", folders: [{ path: "src" }] },
    );
    expect(tree.listings.has("src")).toBe(false);
  });

  it("never closes the workspace itself", () => {
    expect(fold({ type: "closed", folder: { path: "" } })).toEqual(emptyTree);
  });

  it("keeps rows that did not change", () => {
    const before = flatten(fold(...usual), true);
    const again = flatten(fold(...usual, listed("src", folder("src/a"), entry("src/lib.rs"))), true);
    expect(sameRows(before, again).every((row, index) => row === before[index])).toBe(true);
  });

  it("stays quick with a hundred thousand entries", () => {
    const many = Array.from({ length: 100_000 }, (_, index) => entry(`f${index}`));
    const rows = flatten(fold(listed("", ...many)), true);
    expect(rows.length).toBe(100_000);
    expect(rows.at(-1)?.place).toBe(100_000);
  });
});
