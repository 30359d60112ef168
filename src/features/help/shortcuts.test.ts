import { describe, expect, it } from "vitest";
import { makeKeymap } from "../../kernel/keymap/bindings";
import { defaultKeybindings } from "../../kernel/keybindings";
import { listShortcuts, searchShortcuts } from "./shortcuts";
import { whenWords } from "./when-words";

const command = (id: string, title: string, internal = false) => ({
  id,
  title,
  internal,
  run: () => undefined,
});
const commands = [
  command("b.two", "B: Two"),
  command("a.one", "A: One"),
  command("c.hidden", "C: Hidden", true),
];
const { bindings } = makeKeymap(
  [
    { key: "ctrl+1", command: "a.one" },
    { key: "ctrl+9", command: "missing" },
  ],
  [{ key: "ctrl+k x", command: "a.one", when: "editorFocus" }],
);

describe("the shortcut sheet", () => {
  it("has every binding of every command, and commands without one", () => {
    const rows = listShortcuts(commands, bindings).map(({ command: id, key, when, own }) => [
      id,
      key,
      when,
      own,
    ]);
    expect(rows).toEqual([
      ["a.one", "Ctrl+K X", "in the editor", true],
      ["a.one", "Ctrl+1", "", false],
      ["b.two", "", "", false],
    ]);
  });

  it("is searched by name, id and key", () => {
    const found = (query: string): number => searchShortcuts(listShortcuts(commands, bindings), query).length;
    expect([found("two"), found("a.one"), found("ctrl+k"), found("ctrl+1 one"), found("nothing")]).toEqual([
      1, 2, 1, 1, 0,
    ]);
  });
});

describe("where a key holds", () => {
  it.each([
    ["!terminalFocus", "not in a terminal"],
    ["terminalFocus || terminalFindFocus", "in a terminal or in the find bar of a terminal"],
    ["editorFocus && !(findVisible)", "editorFocus && !(findVisible)"],
    ["editorFocus&&!findVisible", "in the editor and not while find is open"],
    ["area == 'bottom'", "area == 'bottom'"],
    ["", ""],
  ])("%j is %j", (clause, expected) => expect(whenWords(clause)).toBe(expected));

  it("has words for all that Tenon comes with", () => {
    const clauses = defaultKeybindings.flatMap(({ when }) => (when ? [when] : []));
    expect(clauses.map(whenWords).filter((told) => /[A-Z!&|]/.test(told))).toEqual([]);
  });
});
