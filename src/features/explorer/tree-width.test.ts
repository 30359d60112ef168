import { describe, expect, it } from "vitest";
import { sidewaysFor, widthOfTree } from "./tree-width";

describe("the width of the tree", () => {
  it("leaves the name of the deepest line its room", () => {
    expect(widthOfTree(0)).toBe(172);
    expect(widthOfTree(100) - widthOfTree(99)).toBe(14);
  });

  it.each([
    ["a line in sight stays where it is", 2, 0, 240, 0],
    ["a deep one is scrolled to", 40, 0, 240, 420],
    ["a flat one is scrolled back to", 1, 492, 240, 14],
    ["no further than its beginning in a narrow sidebar", 40, 0, 80, 560],
  ])("%s", (_, depth, scrolled, width, expected) => {
    expect(sidewaysFor(depth, scrolled, width)).toBe(expected);
  });
});
