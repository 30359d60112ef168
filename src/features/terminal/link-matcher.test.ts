import { describe, expect, it } from "vitest";
import { matchFileLinks } from "./link-matcher";

const found = (text: string) =>
  matchFileLinks(text).map(({ start, end, path, line, column }) => ({
    shown: text.slice(start, end),
    path,
    line,
    ...(column === undefined ? {} : { column }),
  }));

describe("places in files", () => {
  it.each([
    ["thread panicked at crates/searcher/src/lines.rs:69:13", "crates/searcher/src/lines.rs", 69, 13],
    ["  --> src/x.rs:1:2", "src/x.rs", 1, 2],
    ["   ::: /home/a/lib.rs:10:5", "/home/a/lib.rs", 10, 5],
    ["main.c:12:3: error: expected ';'", "main.c", 12, 3],
    ["src/main.c:12: warning", "src/main.c", 12, undefined],
    ["./a/b.ts:7", "./a/b.ts", 7, undefined],
    ["../a.py:3:1", "../a.py", 3, 1],
    ["~/notes/a.md:4", "~/notes/a.md", 4, undefined],
    ["    at run (/srv/app/x.js:10:5)", "/srv/app/x.js", 10, 5],
    ["    at file:///srv/app/x.mjs:10:5", "/srv/app/x.mjs", 10, 5],
    ["src/app.ts(12,5): error TS2304", "src/app.ts", 12, 5],
    ["src/app.cs(12): error", "src/app.cs", 12, undefined],
    ["tests/test_x.py:12: AssertionError", "tests/test_x.py", 12, undefined],
    ['"src/with-quotes.rs:3:4"', "src/with-quotes.rs", 3, 4],
    ["app/[id]/page.tsx:3:1", "app/[id]/page.tsx", 3, 1],
    ["[src/x.rs:3]", "src/x.rs", 3, undefined],
    ["quelle/straße/über.rs:5", "quelle/straße/über.rs", 5, undefined],
    ["│ src/x.rs:8:1", "src/x.rs", 8, 1],
    ["Makefile/x:9", "Makefile/x", 9, undefined],
    ["a.rs:5:0", "a.rs", 5, 1],
  ])("%s", (text, path, line, column) => {
    expect(matchFileLinks(text)).toMatchObject([{ path, line }]);
    expect(matchFileLinks(text)[0]?.column).toBe(column);
  });

  it("reads Python's own form, also with blanks in the path", () => {
    expect(found('  File "/srv/my app/x.py", line 3, in <module>')).toEqual([
      { shown: '/srv/my app/x.py", line 3', path: "/srv/my app/x.py", line: 3 },
    ]);
  });

  it("finds several in one line, from left to right", () => {
    expect(found("a/b.rs:1 then c.rs:2:3 (d/e:4)").map(({ shown }) => shown)).toEqual([
      "a/b.rs:1",
      "c.rs:2:3",
      "d/e:4",
    ]);
  });

  it.each([
    ["http://localhost:8080/x"],
    ["https://example.org/a/b.js:10:5"],
    ["127.0.0.1:5432"],
    ["listening on localhost:3000"],
    ["12:30:45 started"],
    ["2026-11-20T10:00:01.5Z"],
    ["error:12"],
    ["src/x.rs"],
    ["src/x.rs:0"],
    ["src/x.rs:123456789"],
    ['File "<stdin>", line 1'],
    ["ratio 3:4"],
    [""],
  ])("leaves %s alone", (text) => {
    expect(matchFileLinks(text)).toEqual([]);
  });

  it("looks only at the beginning of an endless line", () => {
    expect(matchFileLinks(`${"x".repeat(5000)} src/x.rs:1`)).toEqual([]);
    expect(matchFileLinks("a/".repeat(100_000))).toEqual([]);
  });
});
