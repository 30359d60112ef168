import { expect, test } from "vitest";
import type { Hit } from "../../ipc/search-types";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const files = {
  "src/step.rs": "fn grow() {}\n// grow more\n",
  "src/step.py": "def grow(): pass\n",
  "many.md": "many\n".repeat(300),
};
const titles = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll("[data-testid=palette] .quick-title")].map((row) => row.textContent ?? "");
const about = ({ root }: FakePage): string => root.querySelector(".quick-footer")?.textContent ?? "";

async function typed(text: string): Promise<FakePage> {
  const page = await startFake({ files });
  await page.frame.commands.run("palette.files");
  type(page, text);
  return page;
}
function field({ root }: FakePage): HTMLInputElement {
  const found = root.querySelector<HTMLInputElement>("[data-testid=palette-input]");
  if (!found) throw new Error("The palette is not open.");
  return found;
}
function type(page: FakePage, text: string): void {
  field(page).value = text;
  field(page).dispatchEvent(new InputEvent("input", { bubbles: true }));
}
const enter = (page: FakePage): void =>
  void field(page).dispatchEvent(
    new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }),
  );

test("a text with fields is a query, explained below the list", async () => {
  const page = await typed("grow lang:rust");
  await until(
    "the hits",
    () => titles(page).join() === "fn grow() {},// grow more,Show all in the Search view",
  );
  expect(about(page)).toBe("“grow” · in Rust");
  enter(page);
  await until("the file", () => page.frame.workbench.active("center")?.title() === "step.rs");
});

test("fields and their values are completed", async () => {
  const page = await typed("%");
  await until("the fields", () => titles(page).join() === "kind:,lang:,path:,sym:,since:,exit:");
  type(page, "%grow ki");
  await until("the field", () => titles(page).includes("grow kind:"));
  type(page, "%grow lang:py");
  await until("the language", () => titles(page).join() === "grow lang:python ");
  enter(page);
  // What runs is run once the palette has given the focus back.
  const open = (): boolean => page.root.querySelector("[data-testid=palette-input]") !== null;
  await until("the query with it", () => open() && field(page).value === "%grow lang:python ");
  await until("its hit", () => titles(page)[0] === "def grow(): pass");
  type(page, "sym:gro");
  await until("a name", () => titles(page).includes("sym:grow "));
});

test("a newer query ends the older one", async () => {
  const page = await typed("");
  const { release } = page.fake.search.hold();
  type(page, "%many");
  await until("the searches", () => page.fake.search.running.size > 0);
  type(page, "%man lang:");
  await until("its end", () => page.fake.search.running.size === 0);
  release();
});

test("all hits of a query stand in the Search view, explained there too", async () => {
  const page = await typed("grow lang:rust");
  await until("the hits", () => titles(page).length === 3);
  [...page.root.querySelectorAll<HTMLElement>("[data-testid=palette] [role=option]")].at(-1)?.click();
  const says = (id: string): string => page.root.querySelector(`[data-testid=${id}]`)?.textContent ?? "";
  await until("the view", () => says("search-found") === "2 results in 1 file");
  expect(says("search-about")).toBe("“grow” · in Rust");
  page.root.querySelector<HTMLElement>("[data-testid=search-regex]")?.click();
  expect(page.root.querySelector("[data-testid=search-fields]")?.getAttribute("aria-pressed")).toBe("false");
});

test("a query without a kind is for files, notes, tasks, commands, symbols and text, and one with a kind for it alone", async () => {
  const page = await typed("%step");
  await until("the files", () => titles(page).join() === "step.py,step.rs,Show all in the Search view");
  type(page, "%step kind:text");
  await until("no line", () => page.root.textContent?.includes("Nothing fits.") === true);
  const kinds = page.fake.calls.flatMap(({ name, params }) =>
    name === "searchRun" ? [(params as { search: { kinds: unknown } }).search.kinds] : [],
  );
  expect(kinds.slice(-7)).toEqual([["file"], ["note"], ["task"], ["command"], ["symbol"], ["text"], null]);
});

test("a text without fields finds files, and below them symbols and lines, with the way to all lines", async () => {
  const page = await typed("grow");
  const way = "Search for “grow” in all files";
  await until("the lines", () => titles(page).length === 4);
  expect(titles(page)).toEqual(["def grow(): pass", "fn grow() {}", "// grow more", way]);
  type(page, "step");
  await until("the files", () => titles(page).join() === "step.rs,step.py,Search for “step” in all files");
  type(page, "gr");
  await until("no lines", () => titles(page).join() === "Search for “gr” in all files");
  enter(page);
  await until(
    "the hits",
    () => page.root.querySelector("[data-testid=search-found]")?.textContent === "3 results in 2 files",
  );
});

test("commands that ran are found by what they mean, behind the rows by words", async () => {
  const place = { path: { path: "." }, line: 1, column: 1, ranges: [], score: 0.6, before: [], after: [] };
  const ran: Hit = { ...place, kind: "command", ref: "run:7", text: "gcc -c bad.c", why: "near in meaning" };
  const line: Hit = {
    ...place,
    kind: "text",
    why: "near in meaning",
    path: { path: "src/c.rs" },
    text: "cc::build()",
  };
  const page = await typed("");
  page.fake.search.meaning([line, ran]);
  type(page, "kind:command compile a c program");
  await until("the command alone", () => titles(page).join() === "gcc -c bad.c");
  type(page, "compile a c program");
  await until("both", () => ["cc::build()", "gcc -c bad.c"].every((each) => titles(page).includes(each)));
  type(page, "kind:command gcc");
  await until("one word is a name", () => titles(page).join() === "");
  const asked = page.fake.calls.flatMap(({ name, params }) =>
    name === "searchRanked" ? [(params as { search: { query: string } }).search.query] : [],
  );
  expect(asked).toEqual([
    "kind:command compile a c program",
    "compile a c program",
    "kind:command compile a c program",
  ]);
  page.fake.search.meaning([{ ...line, kind: "note", text: "How to build" }]);
  type(page, "kind:note compile a c program");
  await until("the note", () => titles(page).join() === "How to build");
  page.fake.search.meaning({ message: "The sidecar is off.", hint: "" });
  type(page, "kind:command compile a c program");
  await until("nothing, and no fault", () => page.root.textContent?.includes("Nothing fits.") === true);
});
