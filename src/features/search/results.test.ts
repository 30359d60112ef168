import { describe, expect, it } from "vitest";
import type { Hit } from "../../ipc/search-types";
import { addHits, countOf, cutHit, linesOf, nextHit, unchanged, without, type ResultLine } from "./results";

const hit = (path: string, line: number, part: Partial<Hit> = {}): Hit => ({
  kind: "text",
  ref: path,
  path: { path },
  line,
  column: 1,
  text: `line ${line}`,
  ranges: [[0, 4]],
  score: 1,
  why: "literal",
  ...part,
});
const told = (lines: ResultLine[]): string[] =>
  lines.map((line) => {
    if (line.type === "file") return line.file.key;
    return line.type === "hit" ? `> ${line.hit.line}` : `  ${line.line}`;
  });

describe("hits by file", () => {
  it("go on in the file where the last page ended", () => {
    const first = addHits([], [hit("a", 1), hit("a", 2), hit("b", 1)]);
    const all = addHits(first, [hit("b", 5), hit("c", 1)]);
    expect(told(linesOf(all, new Set()))).toEqual(["a", "> 1", "> 2", "b", "> 1", "> 5", "c", "> 1"]);
    expect(countOf(all)).toBe(5);
    expect(all[0], "a file that did not change stays the same object").toBe(first[0]);
  });

  it("that come page by page leave the lines before them as they are", () => {
    const page = (from: number): Hit[] =>
      Array.from({ length: 1_000 }, (_, at) => hit("a", (from + at) * 2, { after: [`${from + at}`] }));
    let files = addHits([], page(0));
    let lines = linesOf(files, new Set());
    for (let from = 1_000; from < 20_000; from += 1_000) {
      const before = lines;
      files = addHits(files, page(from));
      lines = linesOf(files, new Set());
      const anew = lines.reduce((sum, line, index) => sum + (line === before[index] ? 0 : 1), 0);
      // The heading, what stood behind the last hit, and the page.
      expect(anew).toBeLessThanOrEqual(2 * 1_000 + 2);
    }
    expect([countOf(files), lines.length]).toEqual([20_000, 40_001]);
    expect(told(lines.slice(1_997, 2_003))).toEqual([
      "> 1996",
      "  1997",
      "> 1998",
      "  1999",
      "> 2000",
      "  2001",
    ]);
    expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
  });

  it("keep the part of a long line that is shown", () => {
    const text = `${"a".repeat(9_000)}needle${"b".repeat(9_000)}needle`;
    const ranges: [number, number][] = [
      [9_000, 9_006],
      [18_006, 18_012],
    ];
    const cut = cutHit(hit("a", 1, { text, ranges }));
    expect([cut.text.length, cut.ranges]).toEqual([1_000, [[100, 106]]]);
    expect(cut.text.slice(...cut.ranges[0]!)).toBe("needle");
    expect(cutHit(hit("a", 1)).text).toBe("line 1");
  });

  it("tell two files apart whose names look alike", () => {
    const odd = { path: { path: "a\ufffd", pathBytes: "61ff" } };
    expect(addHits([], [hit("a\ufffd", 1), hit("a", 2, odd)])).toHaveLength(2);
  });

  it("hide below a file that is collapsed", () => {
    const files = addHits([], [hit("a", 1), hit("b", 1)]);
    expect(told(linesOf(files, new Set(["a"])))).toEqual(["a", "b", "> 1"]);
  });

  it("share the lines between them", () => {
    const hits = [
      hit("a", 3, { before: ["1", "2"], after: ["4", "5"] }),
      hit("a", 5, { before: ["3", "4"], after: ["6", "7"] }),
      hit("a", 20, { before: ["18", "19"], after: [] }),
    ];
    expect(told(linesOf(addHits([], hits), new Set()))).toEqual([
      "a",
      "  1",
      "  2",
      "> 3",
      "  4",
      "> 5",
      "  6",
      "  7",
      "  18",
      "  19",
      "> 20",
    ]);
  });

  it("are walked round about, over files and through those that are collapsed", () => {
    const files = addHits([], [hit("a", 1), hit("b", 7)]);
    const first = nextHit(files, undefined, 1);
    expect(first?.hit.line).toBe(1);
    expect(nextHit(files, first?.key, 1)?.hit.line).toBe(7);
    expect(nextHit(files, nextHit(files, first?.key, 1)?.key, 1)?.hit.line, "round").toBe(1);
    expect(nextHit(files, undefined, -1)?.hit.line, "the last one").toBe(7);
    expect(nextHit([], undefined, 1)).toBeUndefined();
  });

  it("go one by one, and a file with its last", () => {
    const files = addHits([], [hit("a", 1), hit("a", 2), hit("b", 1)]);
    const [, first] = linesOf(files, new Set());
    const left = without(files, first!);
    expect(told(linesOf(left, new Set()))).toEqual(["a", "> 2", "b", "> 1"]);
    const last = linesOf(left, new Set())[1];
    expect(told(linesOf(without(left, last!), new Set()))).toEqual(["b", "> 1"]);
  });

  it("stay the same objects where a new search finds the same", () => {
    const old = addHits([], [hit("a", 1), hit("b", 1)]);
    const now = unchanged(old, addHits([], [hit("a", 1), hit("b", 2), hit("c", 1)]));
    expect(now.map((file) => old.includes(file))).toEqual([true, false, false]);
    expect(told(linesOf(now, new Set()))).toEqual(["a", "> 1", "b", "> 2", "c", "> 1"]);
  });

  it("make a hundred thousand lines without a second look at those that stood", () => {
    let files = addHits([], []);
    for (let page = 0; page < 100; page++) {
      const hits = Array.from({ length: 1000 }, (_, at) => hit(`f${page}-${Math.floor(at / 10)}`, at));
      files = addHits(files, hits);
    }
    const lines = linesOf(files, new Set());
    expect(lines).toHaveLength(110_000);
    const more = linesOf(addHits(files, [hit("z", 1)]), new Set());
    expect(more[109_999]).toBe(lines[109_999]);
  });
});
