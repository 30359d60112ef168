import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { endBeforeSave, trimBeforeSave, type SaveRules } from "./save-edits";

function check(text: string, rules: Partial<SaveRules>, expected: string, kept: number[] = []): void {
  const before = Text.of(text.split("\n"));
  const all = { trimTrailingWhitespace: false, insertFinalNewline: null, ...rules };
  const trimmed = trimBeforeSave(before, all, new Set(kept)).apply(before);
  expect(endBeforeSave(trimmed, all).apply(trimmed).toString()).toBe(expected);
}

describe("what is mended before a save", () => {
  it("is nothing when nothing asks for it", () => check("a  \nb", {}, "a  \nb"));

  it("trims blanks and tabs at the ends of lines", () =>
    check("a \t\n  b\n\t \nc", { trimTrailingWhitespace: true }, "a\n  b\n\nc"));

  it("leaves the lines of the cursors", () =>
    check("a  \nb  ", { trimTrailingWhitespace: true }, "a\nb  ", [2]));

  it("adds a final line end once", () => {
    check("a", { insertFinalNewline: true }, "a\n");
    check("a\n", { insertFinalNewline: true }, "a\n");
  });

  it("leaves an empty text and a file that asks for none", () => {
    check("", { insertFinalNewline: true }, "");
    check("a", { insertFinalNewline: false }, "a");
  });

  it("looks at the end after trimming", () =>
    check("a\n  ", { trimTrailingWhitespace: true, insertFinalNewline: true }, "a\n"));
});
