import { describe, expect, it } from "vitest";
import type { Command, QuickItem, QuickProvider } from "../../kernel/app";
import { rankCommands } from "./command-provider";
import { rowOf, splitPlace } from "./file-provider";
import { chooseProvider, createPalette } from "./palette-store";

const item = (id: string): QuickItem => ({ id, title: id, run: () => undefined });

function slowProvider(prefix = "") {
  const waiting = new Map<
    string,
    { resolve: (items: QuickItem[]) => void; reject: (fault: unknown) => void }
  >();
  const provider: QuickProvider = {
    prefix,
    title: "slow",
    search: (query) => new Promise((resolve, reject) => void waiting.set(query, { resolve, reject })),
  };
  return { provider, waiting };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe("the palette", () => {
  it("never shows an answer to an older query over a newer one", async () => {
    const { provider, waiting } = slowProvider();
    const palette = createPalette(() => [provider]);
    palette.open("");
    palette.setText("a");
    palette.setText("ab");
    waiting.get("ab")?.resolve([item("for ab")]);
    await settled();
    waiting.get("a")?.resolve([item("for a")]);
    await settled();
    expect(
      palette.items().map(({ id }) => id),
      "the late answer is dropped",
    ).toEqual(["for ab"]);
  });

  it("does not show why an older text found nothing while a newer one is looked for", async () => {
    const { provider, waiting } = slowProvider();
    const palette = createPalette(() => [provider]);
    palette.open("kind:task");
    waiting.get("kind:task")?.reject(new Error("nothing to look for"));
    await settled();
    expect(palette.note()).toContain("nothing to look for");
    palette.setText("kind:task buffer");
    expect(palette.note()).toBe("Searching…");
    waiting.get("kind:task buffer")?.resolve([]);
    await settled();
    expect(palette.note()).toBe("Nothing fits.");
  });

  it("takes a row of what was typed last, where Enter comes before its answer", async () => {
    const { provider, waiting } = slowProvider();
    const palette = createPalette(() => [provider]);
    const taken: string[] = [];
    const take = ({ title }: QuickItem): void => void taken.push(title);
    const row = (title: string): QuickItem => ({ ...item("a.txt"), title });
    palette.open("a.txt:1");
    waiting.get("a.txt:1")?.resolve([row("line 1")]);
    await settled();
    const [shown] = palette.items();
    if (!shown) throw new Error("there is a row");
    palette.fresh(shown, take);
    expect(taken, "at once while it is the answer").toEqual(["line 1"]);
    palette.setText("a.txt:1:4");
    palette.fresh(shown, take);
    expect(taken).toHaveLength(1);
    waiting.get("a.txt:1:4")?.resolve([item("b.txt"), row("line 1, column 4")]);
    await settled();
    expect(taken).toEqual(["line 1", "line 1, column 4"]);
    palette.setText("c");
    palette.fresh(shown, take);
    palette.close();
    waiting.get("c")?.resolve([row("late")]);
    await settled();
    expect(taken, "nothing once it was closed").toHaveLength(2);
  });

  it("shows nothing of what arrives after it was closed", async () => {
    const { provider, waiting } = slowProvider();
    const palette = createPalette(() => [provider]);
    palette.open("a");
    palette.close();
    palette.open("b");
    waiting.get("a")?.resolve([item("late")]);
    await settled();
    expect(palette.items()).toEqual([]);
  });

  it("says what went wrong in the list's place", async () => {
    const { provider, waiting } = slowProvider();
    const palette = createPalette(() => [provider]);
    palette.open("a");
    waiting.get("a")?.reject({ code: "storage", message: "The index is gone.", hint: "Try again." });
    await settled();
    expect(palette.note()).toBe("The index is gone. Try again.");
  });

  it("asks the provider with the longest prefix", () => {
    const providers = ["", ">", ">>"].map((prefix) => slowProvider(prefix).provider);
    expect(chooseProvider(providers, ">> x")).toEqual({ provider: providers[2], query: "x" });
    expect(chooseProvider(providers, "> x")).toEqual({ provider: providers[1], query: "x" });
    expect(chooseProvider(providers, "x")).toEqual({ provider: providers[0], query: "x" });
  });

  it("keeps old rows while the same provider searches, and drops them for another", async () => {
    const files = slowProvider();
    const commands = slowProvider(">");
    const palette = createPalette(() => [files.provider, commands.provider]);
    palette.open("a");
    files.waiting.get("a")?.resolve([item("file")]);
    await settled();
    palette.setText("ab");
    expect(palette.items(), "no flicker").toHaveLength(1);
    palette.setText(">");
    expect(palette.items(), "files are no commands").toHaveLength(0);
  });
});

describe("commands in the palette", () => {
  const commands: Command[] = ["View: Show Log", "View: Prologue", "File: Save", "File: Save All"].map(
    (title) => ({
      id: title,
      title,
      run: () => undefined,
    }),
  );
  const titles = (query: string, recent: string[] = []): string[] =>
    rankCommands(commands, query, recent).map(({ command }) => command.title);

  it("stand by their last use, then by title, when nothing is typed", () => {
    expect(titles("", ["File: Save All"])).toEqual([
      "File: Save All",
      "File: Save",
      "View: Prologue",
      "View: Show Log",
    ]);
  });

  it("stand first when their title was typed, whatever fits more letters", () => {
    const link = ["Terminal: Copy Link to Command", "Terminal: Link Command To…"];
    const ranked = rankCommands(
      link.map((title) => ({ id: title, title, run: () => undefined })),
      "terminal: link command to",
      link,
    );
    expect(ranked[0]?.command.title).toBe("Terminal: Link Command To…");
  });

  it("stand by how well they fit", () => {
    expect(titles("log")).toEqual(["View: Show Log", "View: Prologue"]);
    expect(titles("save")).toEqual(["File: Save", "File: Save All"]);
    expect(titles("save", ["File: Save All"]), "the last use decides among equals").toEqual([
      "File: Save All",
      "File: Save",
    ]);
  });
});

describe("files in the palette", () => {
  it.each([
    ["main.rs", { name: "main.rs" }],
    ["main.rs:12", { name: "main.rs", line: 12 }],
    ["main.rs:12:3", { name: "main.rs", line: 12, column: 3 }],
    ["main.rs:", { name: "main.rs" }],
    ["a:b", { name: "a:b" }],
    ["", { name: "" }],
  ])("%j names a place", (query, expected) => {
    expect(splitPlace(query)).toEqual(expected);
  });

  it("highlight what matched in the name and in the folder", () => {
    const row = rowOf(
      { path: { path: "src/ui/menu.ts" }, positions: [0, 4, 7, 8], recent: true },
      () => undefined,
    );
    expect(row).toMatchObject({
      title: "menu.ts",
      positions: [0, 1],
      detail: "src/ui",
      detailPositions: [0, 4],
      key: "recent",
    });
  });
});
