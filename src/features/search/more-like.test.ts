import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import type { Hit } from "../../ipc/search-types";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { linesOfRow } from "./more-like";

const files = {
  "src/a.rs": "impl Step {\n    fn grow(&self) {\n        other();\n    }\n}\n",
  "src/c.rs": "fn visit_all() {}\n",
};
const near: Hit = {
  kind: "text",
  path: { path: "src/c.rs" },
  line: 1,
  column: 1,
  text: "fn visit_all() {}",
  ranges: [],
  score: 1,
  why: "near in meaning (0.61)",
};
const found = ({ root }: FakePage): string =>
  root.querySelector("[data-testid=search-found]")?.textContent ?? "";
const likes = (page: FakePage): unknown[] =>
  page.fake.calls
    .filter(({ name }) => name === "searchRanked")
    .flatMap(({ params }) => (params as { like?: unknown }).like ?? []);
const rowsOf = ({ root }: FakePage, selector: string): HTMLElement[] => [
  ...root.querySelectorAll<HTMLElement>(selector),
];
const rightClick = (row: Element | undefined): void =>
  void row?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
const entry = (title: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("[role=menuitem]")].find(
    (item) => item.querySelector("span")?.textContent === title,
  );

async function started(): Promise<FakePage> {
  const page = await startFake({ files });
  page.fake.search.meaning([near]);
  return page;
}

async function typed(page: FakePage, text: string): Promise<HTMLInputElement> {
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=palette-input]");
  if (!field) throw new Error("The palette is not open.");
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await until(`rows for ${text}`, () => rowsOf(page, "[data-testid=palette] [role=option]").length > 0);
  return field;
}

test("more like a symbol of the folder or of the file, from its row's menu", async () => {
  const page = await started();
  await page.frame.commands.run("symbols.workspace");
  await typed(page, "#grow");
  rightClick(rowsOf(page, "[data-testid=palette] [role=option]")[0]);
  await until("the menu", () => entry("More Like This") !== undefined);
  expect(entry("Open")).toBeDefined();
  entry("More Like This")?.click();
  await until("what is like it", () => found(page).startsWith("Like src/a.rs:2: 1 "));
  expect(page.root.querySelector("[data-testid=palette]"), "the palette is gone").toBe(null);
  expect(likes(page)).toEqual([{ path: { path: "src/a.rs" }, line: 2 }]);
});

test("more like the marked row of the palette, by the keys alone", async () => {
  const page = await started();
  await page.frame.commands.run("editor.openFile", { path: { path: "src/a.rs" }, line: 1 });
  await until("the text", () => page.root.querySelector(".cm-content") !== null);
  await page.frame.commands.run("symbols.outline");
  const field = await typed(page, "@");
  const press = (init: KeyboardEventInit): boolean =>
    field.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  press({ key: "F10", shiftKey: true });
  await until("the menu by Shift+F10", () => entry("More Like This") !== undefined);
  entry("Open")?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await until("the menu is gone", () => entry("More Like This") === undefined);
  press({ key: "ArrowDown" });
  press({ key: "M", code: "KeyM", shiftKey: true, altKey: true });
  await until("what is like it", () => found(page).startsWith("Like src/a.rs:2: "));
});

test("rows of commands and of files by name have no such menu", async () => {
  const page = await started();
  await page.frame.commands.run("palette.commands");
  await typed(page, ">view");
  rightClick(rowsOf(page, "[data-testid=palette] [role=option]")[0]);
  expect(entry("More Like This")).toBe(undefined);
  expect(page.frame.registry.runnable("palette.like")).toBe(false);
});

test("more like what the cursor stands in, from above the code", async () => {
  const page = await started();
  await page.frame.commands.run("editor.openFile", { path: { path: "src/a.rs" }, line: 3 });
  await until("the symbols", () => rowsOf(page, ".breadcrumb-symbol").length === 2);
  rightClick(rowsOf(page, ".breadcrumb-symbol")[1]);
  await until("the menu", () => entry("More Like This") !== undefined);
  entry("More Like This")?.click();
  await until("what is like it", () => found(page).startsWith("Like src/a.rs:2: "));
});

test("more like a whole file, from the tree", async () => {
  const page = await started();
  const row = (path: string): HTMLElement | null =>
    page.root.querySelector(`[role=treeitem][data-path="${path}"]`);
  await until("the tree", () => row("src") !== null);
  rightClick(row("src") ?? undefined);
  await until("the menu of the folder", () => entry("Rename…") !== undefined);
  expect(entry("More Like This"), "a folder is like nothing").toBe(undefined);
  page.frame.menus.close();
  row("src")?.click();
  await until("its files", () => row("src/a.rs") !== null);
  rightClick(row("src/a.rs") ?? undefined);
  await until("the menu of the file", () => entry("More Like This") !== undefined);
  entry("More Like This")?.click();
  await until("what is like it", () => found(page) === "Like src/a.rs: 1 result in 1 file");
  // The core takes an end behind the text for its last line.
  expect(likes(page)).toMatchObject([{ path: { path: "src/a.rs" }, line: 1, endLine: 1_000_000_000 }]);
});

test("the key of the menu finds what is like the file with the cursor, where the tree has the focus", async () => {
  const page = await started();
  const tree = (): HTMLElement | null => page.root.querySelector("[role=tree]");
  await until("the tree", () => rowsOf(page, "[role=treeitem]").length > 0);
  await page.frame.commands.run("explorer.reveal", { path: "src/a.rs" });
  await until("the focus", () => page.frame.contexts.get("explorerFocus") === true);
  tree()?.dispatchEvent(
    new KeyboardEvent("keydown", {
      key: "M",
      code: "KeyM",
      shiftKey: true,
      altKey: true,
      bubbles: true,
      cancelable: true,
    }),
  );
  await until("what is like it", () => found(page) === "Like src/a.rs: 1 result in 1 file");
  expect(likes(page)).toHaveLength(1);
});

test("a selection of whole lines ends with the last of them", async () => {
  const page = await started();
  await page.frame.commands.run("editor.openFile", { path: { path: "src/a.rs" }, line: 2 });
  await until("the text", () => page.frame.registry.runnable("search.like"));
  const view = EditorView.findFromDOM(page.root.querySelector(".cm-editor") as HTMLElement);
  const line = (number: number): number => view?.state.doc.line(number).from ?? 0;
  view?.dispatch({ selection: { anchor: line(2), head: line(4) } });
  await page.frame.commands.run("search.like");
  await until("what is like them", () => found(page).startsWith("Like src/a.rs:2–3: "));
  expect(likes(page)).toEqual([{ path: { path: "src/a.rs" }, line: 2, endLine: 3 }]);
});

test("more like the row with the cursor, and like a line of edited results", async () => {
  const page = await started();
  await page.frame.commands.run("search.query", "other");
  await until("the hit", () => rowsOf(page, ".search-line-hit").length === 1);
  rowsOf(page, ".search-line-hit")[0]?.click();
  await page.frame.commands.run("search.likeRow");
  await until("what is like it", () => found(page).startsWith("Like src/a.rs:3: "));
  await page.frame.commands.run("search.query", "grow");
  await until("the other hit", () => found(page) === "1 result in 1 file");
  await page.frame.commands.run("search.editResults");
  await until("the sheet", () => page.root.querySelector(".sheet-text .cm-line") !== null);
  await page.frame.commands.run("searchEditor.like");
  await until("what is like its first line", () => /^Like src\/a\.rs:[12]: /.test(found(page)));
});

test("behind it the field is free for the next words, and the row with the cursor has the ring", async () => {
  const page = await started();
  await page.frame.commands.run("search.query", "other");
  await until("the hit", () => rowsOf(page, ".search-line-hit").length === 1);
  rowsOf(page, ".search-line-hit")[0]?.click();
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=search-input]");
  expect(field?.value).toBe("other");
  await page.frame.commands.run("search.likeRow");
  await until("what is like it", () => found(page).startsWith("Like src/a.rs:3: "));
  expect([field?.value, field?.placeholder]).toEqual(["", "Enter: other"]);
  const css = readFileSync(join(import.meta.dirname, "search.css"), "utf8");
  const ring = /([^{}]*\.search-line-cursor[^{}]*)\{[^}]*box-shadow/u
    .exec(css)?.[1]
    ?.split("*/")
    .at(-1)
    ?.trim();
  await until("the ring", () => ring !== undefined && page.root.querySelector(ring) !== null);
  if (field) field.value = "other";
  field?.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await until("the same words again", () => found(page) === "1 result in 1 file");
  expect(field?.value).toBe("other");
});

test("what has no place in a file is like nothing", () => {
  for (const row of [undefined, null, "src/a.rs", {}, { entry: { path: { path: "src" }, kind: "folder" } }])
    expect(linesOfRow(row)).toBe(undefined);
});

test("a command among the results leads to the history of commands, and has commands like it", async () => {
  const page = await startFake({ files });
  const ran: Hit = { ...near, kind: "command", ref: "run:7", path: { path: "src" }, text: "make all" };
  page.fake.search.meaning([ran]);
  page.fake.runs.add({ id: "7", command: "make all" });
  page.fake.runs.add({ id: "8", command: "git status" });
  await page.frame.commands.run("search.give", { title: "Commands", hits: [ran], isRanked: true });
  const row = (): HTMLElement | undefined => rowsOf(page, ".search-line-hit")[0];
  await until("the row", () => row() !== undefined);
  rightClick(row());
  await until("the menu", () => entry("More Like This") !== undefined);
  entry("More Like This")?.click();
  await until("what is like it", () => found(page).startsWith("Like make all: 1 "));
  const asked = page.fake.calls.filter(({ name }) => name === "searchRanked").at(-1)?.params;
  expect(asked).toMatchObject({ likeRun: "7" });
  row()?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await until("the panel", () => document.querySelector("[data-testid=runs-input]") !== null);
  await until("its row", () => {
    const marked = document.querySelector(".run-row[aria-selected=true] .run-command");
    return marked?.textContent === "make all";
  });
  expect(page.fake.calls.some(({ name }) => name === "documentOpen")).toBe(false);
});
