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
  expect(likes(page)).toMatchObject([{ path: { path: "src/a.rs" }, line: 1 }]);
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

test("what has no place in a file is like nothing", () => {
  for (const row of [undefined, null, "src/a.rs", {}, { entry: { path: { path: "src" }, kind: "folder" } }])
    expect(linesOfRow(row)).toBe(undefined);
});
