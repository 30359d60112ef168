import { describe, expect, it } from "vitest";
import { matchScore, matchText } from "./match-text";

describe("matching text", () => {
  it.each([
    ["View: Show Log", "log", [11, 12, 13]],
    ["Terminal: New Terminal", "tnt", [0, 10, 14]],
    ["File: Save All", "save all", [6, 7, 8, 9, 11, 12, 13]],
    ["File: Save", "", []],
    ["File: Save", "xyz", undefined],
    ["bottom top", "top", [7, 8, 9]],
  ])("%s against %j", (text, query, expected) => {
    expect(matchText(text, query)).toEqual(expected);
  });

  it("prefers beginnings of words and runs of letters", () => {
    const score = (text: string): number => matchScore(text, matchText(text, "log") ?? []);
    expect(score("View: Show Log")).toBeGreaterThan(score("View: Prologue"));
  });

  it("stays quick on long text that almost matches", () => {
    expect(matchText("a".repeat(200), "aaaaaaaaaaaaaaaaaaaab")).toBe(undefined);
  });
});
