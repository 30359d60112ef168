import { describe, expect, it } from "vitest";
import { visible, visibleName, visiblePath, visibleText } from "./visible-name";

describe("a name that is shown", () => {
  it.each([
    ["main.rs", "main.rs"],
    ["two words.txt", "two words.txt"],
    [" lead", "\\u{20}lead"],
    ["trail  ", "trail\\u{20}\\u{20}"],
    ["  ", "\\u{20}\\u{20}"],
    ["a\nb", "a\\nb"],
    ["a\tb\r", "a\\tb\\r"],
    ["\u001b[31mred", "\\u{1b}[31mred"],
    ["del\u007f", "del\\u{7f}"],
    ["c1\u0085", "c1\\u{85}"],
    ["exe\u202ecod.txt", "exe\\u{202e}cod.txt"],
    ["a\u200bb", "a\\u{200b}b"],
    ["a\u00a0b", "a\\u{a0}b"],
    ["\ufeffbom", "\\u{feff}bom"],
    ["soft\u00adhyphen", "soft\\u{ad}hyphen"],
    ["a\u200db", "a\\u{200d}b"],
    ["👩\u200d💻.md", "👩\u200d💻.md"],
    ["می\u200cخواهم", "می\u200cخواهم"],
    ["naïve — 名前.rs", "naïve — 名前.rs"],
    ["", ""],
  ])("%j is %j", (name, shown) => {
    expect(visibleName(name)).toBe(shown);
    expect(visibleName(shown), "reading it again changes nothing").toBe(shown);
  });

  it("marks the ends of each name of a path", () => {
    expect(visiblePath("src /a\nb/ c.rs")).toBe("src\\u{20}/a\\nb/\\u{20}c.rs");
  });

  it("is shown in a sentence too, whose blanks and line ends stay", () => {
    expect(visibleText(" Moved a\u202eb to the trash.\nUndo? ")).toBe(
      " Moved a\\u{202e}b to the trash.\nUndo? ",
    );
  });

  it("moves what a search matched along", () => {
    expect(visible("a\u202eb 😀c", [0, 1, 4, 6])).toEqual({
      text: "a\\u{202e}b 😀c",
      positions: [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13],
    });
  });
});
