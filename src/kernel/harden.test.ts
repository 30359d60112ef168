/** Loads the whole page with frozen prototypes, and then tries to pollute them. */
import "./harden";
import { describe, expect, it } from "vitest";

const pollute = (target: object, path: string[], value: unknown): void => {
  const last = path.at(-1) ?? "";
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], target);
  (holder as Record<string, unknown>)[last] = value;
};

describe("hardened prototypes", () => {
  it("cannot be polluted in any of the usual ways", () => {
    const parsed = JSON.parse('{"__proto__": {"polluted": true}}') as object;
    Object.assign({}, parsed);
    const attempts = [
      () => pollute({}, ["__proto__", "polluted"], true),
      () => pollute({}, ["constructor", "prototype", "polluted"], true),
      () => pollute(Object.prototype, ["toString"], () => "polluted"),
      () => Object.defineProperty(Object.prototype, "polluted", { value: true }),
      () => Object.setPrototypeOf(Object.prototype, { polluted: true }),
    ];
    for (const attempt of attempts) expect(attempt, "it fails loudly").toThrow(TypeError);
    expect("polluted" in {}, "no object has gained anything").toBe(false);
    expect(String({})).toBe("[object Object]");
  });

  it("still let an object have properties of its own by these names", () => {
    const own: Record<string, unknown> = {};
    own["toString"] = () => "mine";
    own["constructor"] = 1;
    own["hasOwnProperty"] = 2;
    expect(String(own)).toBe("mine");
    expect(Object.keys(own)).toEqual(["toString", "constructor", "hasOwnProperty"]);
    class Named {
      valueOf(): number {
        return 7;
      }
    }
    expect(Number(new Named())).toBe(7);
    own["toString"] = () => "again";
    expect(String(own), "and change them").toBe("again");
  });

  it("bear the whole page and every library in it", async () => {
    const { startFake, until } = await import("../testing/start-fake");
    const { Terminal } = await import("@xterm/xterm");
    await import("@xterm/addon-webgl");
    await import("@codemirror/merge");
    const { languages } = await import("@codemirror/language-data");
    await Promise.all(
      ["Rust", "TypeScript", "Python", "Markdown"].map((name) =>
        languages.find((at) => at.name === name)?.load(),
      ),
    );
    const { frame, root } = await startFake({ files: { "src/main.rs": "fn main() {}\n" } });
    await frame.commands.run("editor.openFile", { path: "src/main.rs" });
    await until("the editor is drawn", () => root.querySelector(".cm-content") !== null);
    await frame.commands.run("terminal.new");
    await until(
      "the terminal's panel is drawn",
      () => root.querySelector(".bottom-host .dock-content") !== null,
    );
    // Without a layout engine the panel never has a size to fit, so the library is tried on its own.
    const terminal = new Terminal();
    terminal.open(root);
    await new Promise<void>((resolve) => terminal.write("it types", resolve));
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe("it types");
    await frame.commands.run("settings.open");
    await frame.commands.run("palette.commands");
    expect(frame.notices.shown(), "nothing complained").toEqual([]);
    expect(root.querySelector(".state-failed"), "and no panel failed").toBe(null);
  });
});
