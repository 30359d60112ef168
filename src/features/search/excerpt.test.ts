import { expect, test } from "vitest";
import { change, excerpt, replacements } from "./excerpt";

const told = (parts: { text: string; kind: string }[]): string =>
  parts
    .map(({ text, kind }) => ({ plain: text, match: `[${text}]`, old: `-${text}-`, new: `+${text}+` })[kind])
    .join("");

test("a line begins with its first letter", () => {
  expect(
    told(
      excerpt("\t  let a = a;", [
        [7, 8],
        [11, 12],
      ]),
    ),
  ).toBe("let [a] = [a];");
  expect(told(excerpt("   ", [[1, 2]])), "blanks that match are shown").toBe("[ ] ");
});

test("a match far in is shown with what stands before it", () => {
  const text = `${"x".repeat(200)}hit${"y".repeat(2000)}`;
  const shown = told(excerpt(text, [[200, 203]]));
  expect(shown.startsWith(`…${"x".repeat(12)}[hit]y`)).toBe(true);
  expect(shown.length, "and no more of it than fits").toBeLessThan(500);
});

test("what would hide or turn text around is seen", () => {
  expect(told(excerpt("a\u202eb", [[0, 1]]))).toBe("[a]\\u{202e}b");
});

test("replacing shows what goes and what comes", () => {
  expect(
    told(
      change(
        "  one two one",
        [
          [2, 5],
          [10, 13],
        ],
        "  1 two 1",
      ),
    ),
  ).toBe("-one-+1+ two -one-+1+");
  expect(told(change("one two", [[0, 4]], "two")), "nothing comes").toBe("-one -two");
});

test("a line that does not fit its parts is shown whole", () => {
  expect(replacements("one two", [[0, 3]], "six too")).toBeUndefined();
  expect(told(change("one two", [[0, 3]], "six too"))).toBe("-one two-+six too+");
});
