import { expect, test } from "vitest";
import { isOut, leaveOutOf, none, previewFiles, taken, takenCount, toggleFile, toggleHit } from "./left-out";
import { sentenceOf } from "./replace-store";

const hit = (line: number) => ({
  line,
  ranges: [[3, 4]] as [number, number][],
  text: "äö x",
  replaced: "äö y",
});
const files = previewFiles({
  token: "t",
  skipped: [],
  files: [
    { path: { path: "a" }, hits: [hit(1), hit(2)] },
    { path: { path: "b" }, hits: [hit(7)] },
  ],
});
const [a, b] = [files[0]!, files[1]!];

test("everything is taken at first, at its place in bytes", () => {
  expect(takenCount(files, none)).toEqual({ hits: 3, files: 2 });
  expect(leaveOutOf(files, none)).toEqual([]);
  expect(a.hits[0]?.column).toBe(6);
});

test("a hit is taken out and put back", () => {
  const out = toggleHit(none, "a", 2);
  expect([isOut(out, "a", 2), isOut(out, "a", 1), taken(out, a)]).toEqual([true, false, "some"]);
  expect(leaveOutOf(files, out)).toEqual([{ path: { path: "a" }, lines: [2] }]);
  expect(takenCount(files, out)).toEqual({ hits: 2, files: 2 });
  expect(leaveOutOf(files, toggleHit(out, "a", 2))).toEqual([]);
});

test("a file goes whole, also when some of it is out, and comes back whole", () => {
  const out = toggleFile(toggleHit(none, "a", 1), a);
  expect(leaveOutOf(files, out)).toEqual([{ path: { path: "a" } }]);
  expect(takenCount(files, out)).toEqual({ hits: 1, files: 1 });
  expect(taken(toggleFile(out, a), a)).toBe("all");
});

test("a file whose hits went one by one is left out as a whole", () => {
  expect(leaveOutOf(files, toggleHit(none, "b", 7))).toEqual([{ path: { path: "b" } }]);
  expect(taken(toggleHit(none, "b", 7), b)).toBe("none");
});

test("the sentence counts what was done and names what was not", () => {
  expect(sentenceOf(1, 1, [])).toBe("Replaced 1 hit in 1 file.");
  const skipped = ["a", "b", "c", "d"].map((path) => ({ path: { path }, reason: "changed meanwhile" }));
  expect(sentenceOf(1200, 3, skipped)).toBe(
    "Replaced 1,200 hits in 3 files. Left alone: a (changed meanwhile), b (changed meanwhile), c (changed meanwhile) and 1 more.",
  );
});
