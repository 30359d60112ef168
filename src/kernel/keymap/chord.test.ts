import { describe, expect, it } from "vitest";
import { normaliseKeys, normalisePress, pressesOf, showKeys } from "./chord";

const press = (key: string, code: string, held: KeyboardEventInit = {}): string[] =>
  pressesOf(new KeyboardEvent("keydown", { key, code, ...held }));

describe("keys as written", () => {
  it.each([
    ["Ctrl+Shift+P", "ctrl+shift+p"],
    ["shift+ctrl+p", "ctrl+shift+p"],
    ["cmd+esc", "meta+escape"],
    ["ctrl++", "ctrl++"],
    ["ctrl+plus", "ctrl++"],
    ["alt+ArrowUp", "alt+up"],
    ["f12", "f12"],
  ])("%s is %s", (text, expected) => {
    expect(normalisePress(text)).toBe(expected);
  });

  it.each(["", "ctrl+", "ctrl", "ctrl+foo+p", "+"])("%j names no key", (text) => {
    expect(normalisePress(text)).toBe(undefined);
  });

  it("come in sequences and are shown as people write them", () => {
    const keys = normaliseKeys("ctrl+k ctrl+\\");
    expect(keys).toEqual(["ctrl+k", "ctrl+\\"]);
    expect(showKeys(keys ?? [])).toBe("Ctrl+K Ctrl+\\");
    expect(showKeys(["ctrl++"])).toBe("Ctrl++");
    expect(showKeys(["shift+pageup"])).toBe("Shift+Page Up");
  });
});

describe("keys as pressed", () => {
  it.each([
    ["a letter", press("P", "KeyP", { ctrlKey: true, shiftKey: true }), ["ctrl+shift+p"]],
    ["a letter that stands elsewhere", press("s", "Semicolon", { ctrlKey: true }), ["ctrl+s"]],
    ["a letter without Latin", press("з", "KeyP", { ctrlKey: true }), ["ctrl+p"]],
    [
      "a sign behind Shift",
      press("~", "Backquote", { ctrlKey: true, shiftKey: true }),
      ["ctrl+shift+~", "ctrl+~", "ctrl+shift+`"],
    ],
    [
      "a slash on a German keyboard",
      press("/", "Digit7", { ctrlKey: true, shiftKey: true }),
      ["ctrl+shift+/", "ctrl+/", "ctrl+shift+7"],
    ],
    ["an arrow", press("ArrowUp", "ArrowUp", { altKey: true }), ["alt+up"]],
    ["the blank", press(" ", "Space", { ctrlKey: true }), ["ctrl+space"]],
    ["Control alone", press("Control", "ControlLeft", { ctrlKey: true }), []],
    ["a dead key", press("Dead", "Quote"), []],
  ])("%s is known", (_name, forms, expected) => {
    expect(forms).toEqual(expected);
  });

  it("belong to an input method while it composes", () => {
    expect(press("a", "KeyA", { isComposing: true })).toEqual([]);
  });
});
