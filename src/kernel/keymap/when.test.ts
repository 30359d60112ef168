import { describe, expect, it } from "vitest";
import { parseWhen } from "./when";

const facts: Record<string, boolean | string> = { a: true, b: false, area: "center" };
const holds = (text: string | null): boolean => parseWhen(text).holds((key) => facts[key]);

describe("a when clause", () => {
  it.each([
    ["a", true],
    ["b", false],
    ["missing", false],
    ["!b", true],
    ["a && !b", true],
    ["b || a", true],
    ["b && a || a", true],
    ["b && (a || a)", false],
    ["!(a && b)", true],
    ["!!a", true],
    ["area == center", true],
    ["area == 'center'", true],
    ['area != "bottom"', true],
    ["area != center", false],
    ["missing == ''", true],
    ["true && a", true],
    ["false", false],
    ["", true],
    [null, true],
  ])("%s is %s", (text, expected) => {
    expect(holds(text), "the clause is read as VS Code reads it").toBe(expected);
  });

  it.each(["a &&", "(a", "a b", "&& a", "a == ", "!", "a =~ /x/", ")"])(
    "%s is refused with a sentence",
    (text) => {
      expect(() => parseWhen(text), "a broken clause must not bind a key by accident").toThrow(SyntaxError);
    },
  );

  it("mentions only what it asks to be true", () => {
    expect(parseWhen("terminalFocus || x").mentions("terminalFocus")).toBe(true);
    expect(parseWhen("!terminalFocus").mentions("terminalFocus"), "a refusal is no wish").toBe(false);
  });
});
