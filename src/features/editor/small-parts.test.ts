import { Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { sizeInWords } from "./byte-size";
import { rangesOf } from "./change-marks";
import { hexRow } from "./hex-rows";
import { indentEdits } from "./indent-convert";
import { languageOf } from "./language";
import { checkNewPath } from "./save-path";

describe("sizes", () => {
  it("are told in the unit that fits", () => {
    expect([0, 1, 1023, 1536, 20 << 20].map(sizeInWords)).toEqual([
      "0 bytes",
      "1 byte",
      "1023 bytes",
      "1.5 KiB",
      "20 MiB",
    ]);
  });
});

describe("rows of bytes", () => {
  it("show offset, bytes and what can be read", () => {
    const bytes = new TextEncoder().encode("Tenon\0\n");
    expect(hexRow(bytes, 32)).toEqual({ offset: "00000020", bytes: "54 65 6e 6f 6e 00 0a", text: "Tenon··" });
  });
});

describe("change marks", () => {
  it("leave out lines that the text does not have", () => {
    const text = Text.of(["a", "b"]);
    const marks = rangesOf(
      [
        { kind: "added", from: 1, to: 9 },
        { kind: "deleted", from: 0, to: 0 },
        { kind: "modified", from: 7, to: 8 },
      ],
      text,
    );
    expect(marks.size).toBe(2);
  });
});

describe("indentation", () => {
  const check = (text: string, tabs: boolean, expected: string): void => {
    const before = Text.of(text.split("\n"));
    const edits = indentEdits(before, { tabs, size: 4 }) as { from: number; to: number; insert: string }[];
    let after = text;
    for (const { from, to, insert } of [...edits].reverse())
      after = after.slice(0, from) + insert + after.slice(to);
    expect(after).toBe(expected);
  };
  it("goes to tabs and keeps odd columns", () => check("    a\n      b\nc", true, "\ta\n\t  b\nc"));
  it("goes to spaces from mixed blanks", () => check("\ta\n  \tb", false, "    a\n    b"));
});

describe("languages", () => {
  it("are told by the name of the file", () => {
    const names = ["lines.rs", "Cargo.lock", "a.tsx", "Dockerfile", "x.fish", "x.unknown"];
    expect(names.map((name) => languageOf(name)?.name)).toEqual([
      "Rust",
      "TOML",
      "TSX",
      "Dockerfile",
      "Shell",
      undefined,
    ]);
  });
});

describe("a path to save at", () => {
  it("is refused with what is wrong", () => {
    const wrong = ["", " ", "/etc/passwd", "a/", "a//b", "../b", "x".repeat(256)];
    for (const path of wrong) expect(checkNewPath(path), path).toBeTypeOf("string");
    for (const path of ["a.txt", "notes/idea.md", ".env", "…"])
      expect(checkNewPath(path), path).toBeUndefined();
  });
});
