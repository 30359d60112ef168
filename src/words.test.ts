import { describe, expect, it } from "vitest";
import { startFake } from "./testing/start-fake";

/** Words that stay small inside of a title. */
const small = new Set("a an and as at by for from in is of on one or the to with".split(" "));

/** Whether a title is written in Title Case, as `Save All` is; the area before a colon counts for itself. */
function isTitle(title: string): boolean {
  return title.split(": ").every((part) => {
    const words = part.replaceAll(/\$\{[^}]*\}/g, "X").split(" ");
    return words.every((word, at) => {
      const edge = at === 0 || at === words.length - 1;
      return /^[^a-z]/.test(word) || (!edge && small.has(word));
    });
  });
}

/** Answers about a file that somebody else changed: a word and whose text it is about. */
const answers = new Set(["Keep mine", "Load theirs"]);

/** Rows of the palette are no buttons. */
const sources = import.meta.glob<string>(
  ["./**/*.{ts,tsx}", "!./**/*.test.*", "!./**/*-provider.ts", "!./ipc/**", "!./testing/**"],
  {
    query: "?raw",
    import: "default",
    eager: true,
  },
);

/** Where the text of a button stands: what an action or an answer is called, and what a button holds. */
const buttons = [
  /title: "([^"\n]+)"(?:, danger: true)? \},?\s*\n\s*(?:\{ id|\])/g,
  /title: "([^"\n]+)",\s*run:/g,
  /<button[^<]*class="button[^<]*?>\s*([A-Z][^<{]*?)\s*<\/button>/g,
];

describe("what a person can do", () => {
  it("is called in Title Case by commands and menus", async () => {
    const { frame } = await startFake({ files: { "a.txt": "" } });
    const commands = frame.registry.all().filter(({ internal }) => internal !== true);
    expect(commands.length).toBeGreaterThan(100);
    expect(commands.map(({ title }) => title).filter((title) => !isTitle(title))).toEqual([]);
    const areas = commands.filter(({ title }) => !/^[A-Z][\w ]*: ./.test(title));
    expect(areas, "each says its area before a colon").toEqual([]);
    const menus = ["tab.context", "terminal.context", "terminal.tab", "explorer.context", "explorer.more"];
    const bar = ["file", "edit", "view", "go", "terminal", "help"].map((name) => `menubar.${name}`);
    const titles = [...menus, ...bar].flatMap((menu) =>
      frame.registry.menu(menu).flatMap((group) => group.flatMap(({ title }) => title ?? [])),
    );
    expect(titles.filter((title) => !isTitle(title))).toEqual([]);
  });

  it("is called so on buttons too, and trying again has one name", () => {
    const found = Object.entries(sources).flatMap(([path, text]) =>
      buttons.flatMap((shape) => [...text.matchAll(shape)].map((match) => `${path}: ${match[1]}`)),
    );
    expect(found.length).toBeGreaterThan(40);
    const said = found.map((line) => [line, line.slice(line.indexOf(": ") + 2)] as const);
    const wrong = said.filter(([, text]) => !isTitle(text) && !answers.has(text)).map(([line]) => line);
    expect(wrong.join("\n")).toBe("");
    expect(found.filter((line) => line.endsWith(": Retry"))).toEqual([]);
  });

  it("is told apart from a sentence", () => {
    expect(["Save all", "Close All tabs", "View: close", "Load of"].filter(isTitle)).toEqual([]);
    expect(["Save All", "Go: To Line…", "Move to Trash", "Don't Save"].filter(isTitle)).toHaveLength(4);
  });
});
