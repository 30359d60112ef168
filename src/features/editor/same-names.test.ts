import { describe, expect, it } from "vitest";
import { tellApart } from "./same-names";

describe("tabs of the same name", () => {
  it("say the folders that tell them apart, and no more", () => {
    const open = ["a/lib.rs", "b/lib.rs", "x/src/main.rs", "y/src/main.rs", "only.rs"];
    const told = (path: string): string | undefined => tellApart(path, open);
    expect(open.map(told)).toEqual(["a", "b", "x/src", "y/src", undefined]);
  });

  it("say something also where one path ends like the other", () => {
    const open = ["lib.rs", "src/lib.rs", "deep/src/lib.rs"];
    expect(open.map((path) => tellApart(path, open))).toEqual([".", "src", "deep/src"]);
  });

  it("are not told apart from another view on the same file", () => {
    expect(tellApart("a/lib.rs", ["a/lib.rs", "a/lib.rs"])).toBeUndefined();
  });
});
