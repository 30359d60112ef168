import { describe, expect, it } from "vitest";
import { makeHistoryWalk, remember } from "./query-history";
import { emptyForm, escaped, formOf, globsIn, keptForm, queryOf } from "./search-form";

describe("what is asked", () => {
  it("takes the text whole, looks into hidden files and leaves out ignored ones", () => {
    expect(queryOf({ ...emptyForm, query: "a b" })).toEqual({
      query: "a b",
      syntax: "literal",
      case: "ignore",
      word: false,
      paths: [],
      hidden: true,
      ignored: false,
      kinds: ["text"],
      context: 0,
    });
  });

  it("has globs with and without a mark", () => {
    const { paths } = queryOf({ ...emptyForm, include: "src/**, *.{ts,tsx}", exclude: "tests, !*.snap," });
    expect(paths).toEqual(["src/**", "*.{ts,tsx}", "!tests", "!*.snap"]);
    expect(globsIn(" , ")).toEqual([]);
  });

  it("comes back from a layout, whatever stands there", () => {
    expect(keptForm({ query: "x", word: true, context: 2, include: 5, other: 1 })).toEqual({
      ...emptyForm,
      query: "x",
      word: true,
      context: 2,
    });
    expect(keptForm(null)).toEqual(emptyForm);
  });

  it("comes from a search that was put together elsewhere", () => {
    const asked = {
      text: "a b",
      mode: "query",
      case: "sensitive",
      langs: ["rust"],
      kinds: ["symbol"],
    } as const;
    const form = formOf({ ...asked, langs: [...asked.langs], kinds: [...asked.kinds] });
    expect(form).toEqual({
      ...emptyForm,
      query: "a b lang:rust kind:symbol",
      caseSensitive: true,
      fields: true,
    });
    const other = formOf({
      text: "Fix.*",
      mode: "regex",
      case: "smart",
      word: true,
      paths: ["src/**", "!*.snap"],
      noIgnore: true,
      context: 2,
    });
    expect(queryOf(other)).toMatchObject({
      query: "Fix.*",
      syntax: "regex",
      case: "sensitive",
      word: true,
      paths: ["src/**", "!*.snap"],
      ignored: true,
      context: 2,
    });
    expect(formOf({ text: "x", mode: "semantic", case: "smart" })).toMatchObject({
      meaning: true,
      fields: false,
      caseSensitive: false,
    });
  });

  it("finds a selection exactly also as an expression", () => {
    const text = "a.b(c)[d]{2}|$^\\";
    expect(new RegExp(`^${escaped(text)}$`).test(text)).toBe(true);
  });
});

describe("the history of queries", () => {
  it("has each once, the last first", () => {
    expect(remember(["b", "a"], "a")).toEqual(["a", "b"]);
    expect(remember(["a"], "")).toEqual(["a"]);
  });

  it("is walked up and down, back to what was being typed", () => {
    const walk = makeHistoryWalk();
    const history = ["new", "old"];
    expect(walk.step(history, "typing", -1), "nothing is newer").toBeUndefined();
    expect(walk.step(history, "typing", 1)).toBe("new");
    expect(walk.step(history, "new", 1)).toBe("old");
    expect(walk.step(history, "old", 1), "nothing is older").toBeUndefined();
    expect(walk.step(history, "old", -1)).toBe("new");
    expect(walk.step(history, "new", -1)).toBe("typing");
  });

  it("passes over what stands in the field already", () => {
    expect(makeHistoryWalk().step(["now", "before"], "now", 1)).toBe("before");
  });
});
