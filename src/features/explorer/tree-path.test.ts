import { describe, expect, it } from "vitest";
import { rebase } from "./tree-path";

describe("a path below another one that moves", () => {
  it.each([
    ["a/b", "a", "x", "x/b"],
    ["a", "a", "x/y", "x/y"],
    ["ab/c", "a", "x", undefined],
    ["b/a", "a", "x", undefined],
  ])("%s after %s became %s is %s", (path, from, to, expected) => {
    expect(rebase({ path }, { path: from }, { path: to })?.path).toBe(expected);
  });

  it("keeps bytes that are not UTF-8", () => {
    const bytes = (text: string): string => btoa(text);
    const from = { path: "a\ufffd", pathBytes: bytes("a\xff") };
    const inside = { path: "a\ufffd/b", pathBytes: bytes("a\xff/b") };
    expect(rebase(inside, from, { path: "c" })).toEqual({ path: "c/b", pathBytes: bytes("c/b") });
    const other = { path: "a\ufffd/b", pathBytes: bytes("a\xfe/b") };
    expect(rebase(other, from, { path: "c" }), "it only looks the same").toBeUndefined();
  });
});
