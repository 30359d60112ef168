import { describe, expect, it } from "vitest";
import type { Hit } from "../../ipc/search-types";
import { fieldCompletions, symbolCompletions, valueCompletions } from "./query-complete";
import { hasFields, tokensOf } from "./query-fields";
import { hitItem } from "./query-provider";
import { explain, explainFields } from "./query-words";

describe("a query", () => {
  it("has words, phrases, expressions, fields and what is left out", () => {
    const told = tokensOf('one "two three" /f.*\\/x/ -lang:go path:"a b/**" -no http://x').map(
      ({ type, text, negated, field }) => [negated ? "-" : "", field?.name ?? type, text].join(" ").trim(),
    );
    expect(told).toEqual([
      "word one",
      "phrase two three",
      "regex f.*\\/x",
      "- lang go",
      "path a b/**",
      "- word no",
      "word http://x",
    ]);
  });

  it("has fields only where a field is known", () => {
    expect(["main.rs:12", "C:\\x", "lang:go x", "-kind:file"].map(hasFields)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("the explanation", () => {
  it.each([
    ["how to walk a tree", undefined],
    ["walk lang:rust -kind:file", "Fields: in Rust · not files by name"],
    ["walk lang:", undefined],
    ["walk kind:bad", "Fields: bad is no kind that is known"],
  ])("of a ranked %j is %j", (query, told) => {
    expect(explainFields(query)).toBe(told);
  });

  it.each([
    ["one two -three", "“one” near “two” · without “three”"],
    ["lang:rust sym:grow", "in Rust · symbols named “grow”"],
    ['"a b" -path:tests/**', "exactly “a b” · not in files that tests/** fits"],
    ["/a+/ since:1d", "what /a+/ fits · changed in the last day"],
    ["since:2026-11-01", "changed since 2026-11-01"],
    ["kind:odd", "odd is no kind that is known"],
    ["kind:", "kind: only text, symbols, files, commands, notes or tasks"],
    ["make exit:!0", "“make” · commands that failed"],
    ["-exit:1 kind:command", "commands that ended otherwise than with 1 · commands that ran"],
    ["", undefined],
  ])("of %j is %j", (query, expected) => {
    expect(explain(query)).toBe(expected);
  });
});

describe("completion", () => {
  const queries = (of: { query: string }[]): string[] => of.map(({ query }) => query);

  it("offers what can stand behind a field, until it stands there", () => {
    expect(queries(valueCompletions("limit kind:"))).toEqual([
      "limit kind:text ",
      "limit kind:symbol ",
      "limit kind:file ",
      "limit kind:command ",
      "limit kind:note ",
      "limit kind:task ",
    ]);
    expect(queries(valueCompletions("-lang:t"))).toEqual(["-lang:typescript ", "-lang:tsx "]);
    expect(valueCompletions("kind:text")).toEqual([]);
    expect(valueCompletions("path:src")).toEqual([]);
  });

  it("offers fields by their beginning, and all of them at first", () => {
    expect(queries(fieldCompletions("grow s"))).toEqual(["grow sym:", "grow since:"]);
    expect(fieldCompletions("")).toHaveLength(6);
    expect(fieldCompletions('"s')).toEqual([]);
  });

  it("puts a name in the place of its beginning, each once", () => {
    expect(queries(symbolCompletions("x sym:gr", ["grow", "grow", "gr", "a b"]))).toEqual([
      "x sym:grow ",
      'x sym:"a b" ',
    ]);
  });
});

describe("a hit in the palette", () => {
  const hit: Hit = {
    kind: "text",
    ref: "r",
    path: { path: "src/a.rs" },
    line: 7,
    column: 3,
    text: "  let a = 1;",
    ranges: [[6, 7]],
    score: 1,
    why: "word a",
  };

  it("shows its line with what matched, its place, and why", () => {
    expect(hitItem(hit, () => undefined)).toMatchObject({
      title: "let a = 1;",
      positions: [4],
      detail: "src/a.rs:7 · word a",
    });
  });

  it("shows the name of a file, and marks what matched in it", () => {
    const file: Hit = { ...hit, kind: "file", text: "src/a.rs", ranges: [[2, 5]], why: "name" };
    expect(hitItem(file, () => undefined)).toMatchObject({
      title: "a.rs",
      positions: [0],
      detail: "file · src · name",
    });
  });
});
