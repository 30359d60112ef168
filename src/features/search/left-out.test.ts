import { expect, test } from "vitest";
import type { ReplaceFile } from "../../ipc/search-types";
import { choicesOf, isOut, none, taken, takenCount, toggleFile, toggleHit } from "./left-out";
import { previewFiles } from "./replace-preview";
import { sentenceOf } from "./replace-store";
import { addHits } from "./results";

const match = (line: number, column = 6) => ({ line, column, from: "x", to: "y" });
const file = (path: string, ...hits: ReturnType<typeof match>[]): ReplaceFile => ({
  path: { path },
  hash: `hash of ${path}`,
  hits,
  done: false,
});
const line = (path: string, at: number) => ({
  kind: "text" as const,
  path: { path },
  line: at,
  column: 6,
  text: "äö x x",
  ranges: [
    [3, 4],
    [5, 6],
  ] as [number, number][],
  score: 1,
  why: "literal",
});
const results = addHits([], [line("a", 1), line("a", 2), line("b", 7)]);
const told = [file("a", match(1), match(1, 8), match(2), match(2, 8)), file("b", match(7))];
const files = previewFiles(told, results);
const [a, b] = [files[0]!, files[1]!];

test("the matches of a line are laid over it", () => {
  expect(a.hits.map(({ replaced, matches }) => [replaced, matches])).toEqual([
    ["äö y y", [0, 1]],
    ["äö y y", [2, 3]],
  ]);
});

test("where the line is another by now, only its matches are shown", () => {
  expect(b.hits[0]).toMatchObject({ text: "x", ranges: [[0, 1]], replaced: "y", column: 6 });
  const two = previewFiles([file("c", match(1), match(1, 8))], results);
  expect(two[0]?.hits[0]).toMatchObject({ text: "x … x", replaced: "y … y" });
});

test("a file that is left alone is not among those to choose from", () => {
  expect(previewFiles([{ ...file("a", match(1)), reason: "It is not UTF-8 text." }], results)).toEqual([]);
});

const all = (path: string, ...without: number[]) => ({ path: { path }, hash: `hash of ${path}`, without });

test("everything is taken at first", () => {
  expect(takenCount(files, none)).toEqual({ hits: 3, files: 2 });
  expect(choicesOf(files, none)).toEqual([all("a"), all("b")]);
});

test("a hit is taken out and put back", () => {
  const out = toggleHit(none, "a", 2);
  expect([isOut(out, "a", 2), isOut(out, "a", 1), taken(out, a)]).toEqual([true, false, "some"]);
  expect(choicesOf(files, out), "with all of its matches").toEqual([all("a", 2, 3), all("b")]);
  expect(takenCount(files, out)).toEqual({ hits: 2, files: 2 });
  expect(choicesOf(files, toggleHit(out, "a", 2))).toEqual([all("a"), all("b")]);
});

test("a file goes whole, also when some of it is out, and comes back whole", () => {
  const out = toggleFile(toggleHit(none, "a", 1), a);
  expect(choicesOf(files, out)).toEqual([all("b")]);
  expect(takenCount(files, out)).toEqual({ hits: 1, files: 1 });
  expect(taken(toggleFile(out, a), a)).toBe("all");
});

test("a file whose hits went one by one is left out as a whole", () => {
  expect(choicesOf(files, toggleHit(none, "b", 7))).toEqual([all("a")]);
  expect(taken(toggleHit(none, "b", 7), b)).toBe("none");
});

test("the sentence counts what was done and names what was not", () => {
  expect(sentenceOf(1, 1, [])).toBe("Replaced 1 hit in 1 file.");
  const skipped = ["a", "b", "c", "d"].map((path) => ({ path: { path }, reason: "changed meanwhile" }));
  expect(sentenceOf(1200, 3, skipped)).toBe(
    "Replaced 1,200 hits in 3 files. Left alone: a (changed meanwhile), b (changed meanwhile), c (changed meanwhile) and 1 more.",
  );
});
