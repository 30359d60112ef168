import { describe, expect, it } from "vitest";
import { splitAt } from "./highlight";
import { nextEntry } from "./menu-walk";
import { clockTime, relativeTime } from "./relative-time";

describe("highlighted text", () => {
  it("is split into runs", () => {
    expect(splitAt("abcd", [1, 2])).toEqual([
      { text: "a", matched: false },
      { text: "bc", matched: true },
      { text: "d", matched: false },
    ]);
    expect(splitAt("", [])).toEqual([]);
  });
});

describe("walking a menu", () => {
  const rows = [
    { title: "Cut", enabled: false },
    { title: "Copy", enabled: true },
    { title: "Paste", enabled: true },
    { title: "Close", enabled: true },
  ];
  it.each([
    [-1, "down", 1],
    [3, "down", 1],
    [1, "up", 3],
    [-1, "up", 3],
    [3, "first", 1],
    [1, "last", 3],
    [1, "c", 3],
    [3, "c", 1],
    [1, "x", 1],
  ])("from %i %s goes to %i", (from, move, to) => {
    expect(nextEntry(rows, from, move), "rows that cannot run are passed over").toBe(to);
  });

  it("stays where nothing can run", () => {
    expect(nextEntry([{ title: "Cut", enabled: false }], -1, "down")).toBe(-1);
    expect(nextEntry([], -1, "down")).toBe(-1);
  });
});

it("a time by the clock has its day when that is another", () => {
  const now = new Date(2026, 10, 22, 15, 0).getTime();
  expect(clockTime(new Date(2026, 10, 22, 5, 24, 13).getTime(), now)).toBe("05:24:13");
  expect(clockTime(new Date(2026, 10, 21, 23, 59, 59).getTime(), now)).toBe("21 Nov 23:59:59");
});

describe("a time as people say it", () => {
  const minute = 60_000;
  it.each([
    [0, "just now"],
    [4 * minute, "4 minutes ago"],
    [60 * minute, "1 hour ago"],
    [26 * 60 * minute, "yesterday"],
    [400 * 24 * 60 * minute, "last year"],
  ])("%i ms before now is %s", (passed, expected) => {
    expect(relativeTime(1e12 - passed, 1e12)).toBe(expected);
  });
});
