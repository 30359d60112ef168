import { describe, expect, it } from "vitest";
import type { Panel } from "../../kernel/app";
import { shortPath } from "./recent-folders";
import { createSwitcher } from "./switcher";

function switcher(held: () => boolean) {
  const focused: string[] = [];
  const panels = ["a", "b", "c"].map((id) => ({ id, focus: () => focused.push(id) }) as unknown as Panel);
  return { switcher: createSwitcher(() => panels, held), focused };
}

describe("switching by last use", () => {
  it("holds the list while Ctrl is held, and takes what is marked when it is let go", () => {
    const { switcher: list, focused } = switcher(() => true);
    list.step(1);
    list.step(1);
    expect(list.shown().map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(focused, "nothing moves yet").toEqual([]);
    list.commit();
    expect(focused).toEqual(["c"]);
    expect(list.shown()).toEqual([]);
  });

  it("goes backwards, and can be given up", () => {
    const { switcher: list, focused } = switcher(() => true);
    list.step(-1);
    expect(list.marked()).toBe(2);
    list.cancel();
    list.commit();
    expect(focused).toEqual([]);
  });

  it("switches at once when no key is held", () => {
    const { switcher: list, focused } = switcher(() => false);
    list.step(1);
    expect(focused).toEqual(["b"]);
  });
});

describe("a path for people", () => {
  it.each([
    ["/home/ada/src/x", "/home/ada", "~/src/x"],
    ["/home/ada", "/home/ada", "~"],
    ["/home/adam/x", "/home/ada", "/home/adam/x"],
    ["/srv/x", null, "/srv/x"],
    ["/srv/x", "/", "/srv/x"],
  ])("%s under %s is %s", (path, home, expected) => {
    expect(shortPath(path, home)).toBe(expected);
  });
});
