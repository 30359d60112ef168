import { describe, expect, it } from "vitest";
import { joinLines, previewPaste, sanitisePaste } from "./paste-text";

describe("paste", () => {
  it.each([
    ["plain text", "ls -la", { text: "ls -la", removed: 0, lines: 1, runs: false }],
    ["a tab stays", "a\tb", { text: "a\tb", removed: 0, lines: 1, runs: false }],
    ["line ends of Windows", "a\r\nb", { text: "a\nb", removed: 0, lines: 2, runs: true }],
    ["line ends of old Macs", "a\rb", { text: "a\nb", removed: 0, lines: 2, runs: true }],
    ["one line that would run", "rm x\n", { text: "rm x\n", removed: 0, lines: 1, runs: true }],
    ["the end of a bracketed paste", "a\x1b[201~b", { text: "a[201~b", removed: 1, lines: 1, runs: false }],
    ["Ctrl+C, backspace, DEL", "a\x03\x08\x7fb", { text: "ab", removed: 3, lines: 1, runs: false }],
    ["the second set of control codes", "a\x9b31mb", { text: "a31mb", removed: 1, lines: 1, runs: false }],
    ["blank lines do not count", "a\n\n \nb", { text: "a\n\n \nb", removed: 0, lines: 2, runs: true }],
    ["letters and pictures of all kinds", "ü😀", { text: "ü😀", removed: 0, lines: 1, runs: false }],
    ["nothing", "\x00", { text: "", removed: 1, lines: 0, runs: false }],
  ])("%s", (_name, raw, expected) => {
    expect(sanitisePaste(raw)).toEqual(expected);
  });

  it("joins lines with single blanks", () => {
    expect(joinLines("cd a\n  make \n\n")).toBe("cd a make");
  });

  it("shows what cannot be seen, and only the beginning", () => {
    expect(previewPaste("a\u202eb")).toBe("a<U+202E>b");
    expect(previewPaste("x".repeat(500))).toBe(`${"x".repeat(120)}…`);
    const many = Array.from({ length: 20 }, (_, index) => `${index}`).join("\n");
    expect(previewPaste(`${many}\n`).split("\n")).toHaveLength(9);
    expect(previewPaste(`${many}\n`)).toContain("… and 12 more lines");
  });
});
