import { describe, expect, it } from "vitest";
import type { Row } from "./tree-reducer";
import {
  extendTo,
  keepPresent,
  nothingSelected,
  outermost,
  selectOnly,
  toggle,
  typeAhead,
} from "./tree-selection";

const row = (path: string): Row => ({
  key: path,
  entry: {
    name: path.slice(path.lastIndexOf("/") + 1),
    path: { path },
    kind: "file",
    target: null,
    size: 0,
    ignored: false,
  },
  folder: { path: path.slice(0, Math.max(0, path.lastIndexOf("/"))) },
  depth: path.split("/").length - 1,
  open: undefined,
  place: 1,
  siblings: 1,
});
const rows = ["alpha", "alpha/beta", "alpha/gamma", "anna", "budget", "Bench"].map(row);

describe("the selection", () => {
  it("grows to a range from where it began", () => {
    const range = extendTo(selectOnly("alpha/gamma"), rows, "alpha");
    expect([...range.keys]).toEqual(["alpha", "alpha/beta", "alpha/gamma"]);
    expect([...extendTo(range, rows, "anna").keys], "the range turns around its anchor").toEqual([
      "alpha/gamma",
      "anna",
    ]);
  });

  it("adds and takes away single lines", () => {
    const two = toggle(selectOnly("alpha"), "anna");
    expect([...two.keys]).toEqual(["alpha", "anna"]);
    expect([...toggle(two, "alpha").keys]).toEqual(["anna"]);
  });

  it("moves to the line that took the place of a deleted one", () => {
    const now = rows.filter((at) => at.key !== "anna");
    expect(keepPresent(selectOnly("anna"), rows, now).cursor).toBe("budget");
    expect(
      keepPresent(selectOnly("Bench"), rows, rows.slice(0, 5)).cursor,
      "the last line has none below",
    ).toBe("budget");
    expect(keepPresent(selectOnly("anna"), rows, [])).toEqual(nothingSelected);
  });

  it("stays as it is when nothing of it is gone", () => {
    const selection = selectOnly("alpha");
    expect(keepPresent(selection, rows, rows.slice(0, 2))).toBe(selection);
  });

  it("works on the outermost of nested lines", () => {
    const selection = { cursor: "anna", anchor: "alpha", keys: new Set(["alpha", "alpha/beta", "anna"]) };
    expect(outermost(rows, selection).map((at) => at.key)).toEqual(["alpha", "anna"]);
  });
});

describe("typing a name", () => {
  const check = (cursor: string | undefined, typed: string, expected: string | undefined): void =>
    expect(typeAhead(rows, cursor, typed)?.key, `${typed} from ${cursor}`).toBe(expected);

  it("goes to the next name that begins so", () => {
    check("alpha", "a", "anna");
    check("anna", "a", "alpha");
    check(undefined, "b", "alpha/beta");
  });
  it("stays while the text still fits", () => check("anna", "an", "anna"));
  it("walks on when one letter comes again and again", () => check("alpha", "aaa", "anna"));
  it("does not mind the case", () => check("budget", "BEN", "Bench"));
  it("finds nothing where nothing fits", () => check("alpha", "zz", undefined));
});
