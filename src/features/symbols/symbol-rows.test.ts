import { describe, expect, it } from "vitest";
import type { SymbolRow } from "../../ipc/search-types";
import { fullName, hitOf, outlineItems, symbolsAt, workspaceItem } from "./symbol-rows";

const row = (name: string, line: number, endLine: number, part: Partial<SymbolRow> = {}): SymbolRow => ({
  id: `${name}@${line}`,
  ref: `symbol:${name}`,
  kind: "function",
  name,
  parent: [],
  path: { path: "src/a.rs" },
  line,
  column: 4,
  endLine,
  signature: `fn ${name}()`,
  doc: "",
  ...part,
});
const rows = [
  row("Step", 1, 20, { kind: "impl" }),
  row("next", 2, 5, { kind: "method", parent: ["Step"] }),
  row("nested", 6, 12, { kind: "method", parent: ["Step"] }),
  row("free", 30, 31),
];

describe("the outline", () => {
  it("stands in the order of the file, deeper names further in", () => {
    const items = outlineItems(rows, "", () => undefined);
    expect(items.map(({ title }) => title)).toEqual(["Step", "\u2003next", "\u2003nested", "free"]);
    expect(items[1]?.detail).toBe("method · line 2");
  });

  it("shows what fits best first, with what it stands in", () => {
    const items = outlineItems(rows, "ne", () => undefined);
    expect(items.map(({ title }) => title)).toEqual(["next", "nested"]);
    expect(items[0]).toMatchObject({ positions: [0, 1], detail: "method · Step · line 2" });
  });
});

describe("the way down to a line", () => {
  it("names what is around it, the outermost first", () => {
    const names = (line: number): string[] => symbolsAt(rows, line).map(({ name }) => name);
    expect([names(3), names(1), names(20), names(25), names(31)]).toEqual([
      ["Step", "next"],
      ["Step"],
      ["Step"],
      [],
      ["free"],
    ]);
  });

  it("are those that begin before the cursor where several begin in its line", () => {
    const rows = [
      row("lines", 1, 1, { parent: ["Buffer"], column: 21 }),
      row("Buffer", 1, 1, { column: 12 }),
    ];
    const names = (column?: number): string[] => symbolsAt(rows, 1, column).map(({ name }) => name);
    expect([names(1), names(15), names(22), names()]).toEqual([
      ["Buffer"],
      ["Buffer"],
      ["Buffer", "lines"],
      ["Buffer", "lines"],
    ]);
  });
});

describe("a symbol", () => {
  it("is a row of the palette with its place", () => {
    expect(workspaceItem(rows[1]!, "nx", () => undefined)).toMatchObject({
      title: "next",
      positions: [0, 2],
      detail: "method in Step · src/a.rs:2",
    });
    expect(fullName(rows[1]!)).toBe("Step › next");
  });

  it("is a hit with its name marked, whatever letters it has", () => {
    expect(hitOf(rows[1]!)).toMatchObject({ ranges: [[3, 7]], why: "in Step", line: 2, column: 4 });
    expect(hitOf(row("a$b", 1, 1, { signature: "let a$b = 1" })).ranges).toEqual([[4, 7]]);
    expect(hitOf(row("gone", 1, 1, { signature: "" })).text).toBe("gone");
    expect(hitOf(row("other", 1, 1, { signature: "x" })).ranges).toEqual([]);
    const tags = ["definition", "import", "reference"].map((kind) => hitOf(row("a", 1, 1, { kind })).tag);
    expect(tags).toEqual(["definition", "import", undefined]);
  });
});
