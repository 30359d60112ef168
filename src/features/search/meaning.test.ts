import { expect, test } from "vitest";
import type { Hit } from "../../ipc/search-types";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { collectHits } from "./collect-hits";
import { emptyForm } from "./search-form";
import { wordRanges } from "./word-ranges";

const files = {
  "src/a.rs": "fn walk_tree() {}\nfn read() {}\n",
  "src/b.rs": "// the tree of a walk\n",
  "src/c.rs": "fn visit_all() {}\n",
};
const near = (path: string, line: number, text: string): Hit => ({
  kind: "text",
  path: { path },
  line,
  column: 1,
  text,
  ranges: [],
  score: 1,
  why: "near in meaning (0.61)",
});
const at = <T extends Element = HTMLElement>({ root }: FakePage, id: string): T => {
  const found = root.querySelector<T>(`[data-testid=${id}]`);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};
const lines = ({ root }: FakePage): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(".search-line")];
const rows = (page: FakePage): string[] =>
  lines(page).map((row) => row.querySelector(".search-place")?.textContent ?? "");
const tagsOf = (row: Element): string[] =>
  [...row.querySelectorAll(".search-tag")].map((tag) => tag.textContent ?? "");
const asked = (page: FakePage): unknown[] =>
  page.fake.calls.filter(({ name }) => name === "searchRanked").map(({ params }) => params);

function type(page: FakePage, text: string): void {
  const field = at<HTMLInputElement>(page, "search-input");
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function opened(found: Hit[]): Promise<FakePage> {
  const page = await startFake({ files });
  page.fake.search.meaning(found);
  await page.frame.commands.run("search.meaning");
  return page;
}

test("rows by words come at once, and those by meaning around the one that is looked at", async () => {
  const page = await opened([near("src/c.rs", 1, "    fn visit_all() {}")]);
  const held = page.fake.search.hold();
  type(page, "walk tree");
  await until("the rows by words", () => rows(page).length === 2);
  expect(rows(page)).toEqual(["a.rs:1", "b.rs:1"]);
  lines(page)[0]?.dispatchEvent(new MouseEvent("mouseenter"));
  held.release();
  await until("the rows by meaning", () => rows(page).length === 3);
  expect(rows(page), "the row under the mouse stays").toEqual(["a.rs:1", "c.rs:1", "b.rs:1"]);
  expect(lines(page).map(tagsOf), "every row says what brought it").toEqual([
    ["text"],
    ["meaning"],
    ["text"],
  ]);
  expect(lines(page)[1]?.dataset["tip"]).toContain("near in meaning (0.61)");
  expect(lines(page)[1]?.querySelector(".search-text")?.textContent).toBe("fn visit_all() {}");
  expect(at(page, "search-found").textContent).toBe("3 results in 3 files");
  lines(page)[0]?.dispatchEvent(new MouseEvent("mouseleave"));
  type(page, "walk  tree");
  await until("the best first", () => rows(page)[0] === "c.rs:1");
});

test("without a sidecar it says so, with the reason, and shows what words bring", async () => {
  const page = await opened([]);
  page.fake.search.meaning({ message: "No sidecar runs.", hint: "Start it." });
  type(page, "walk tree");
  await until("the reason", () => page.root.querySelector("[data-testid=search-text-only]") !== null);
  expect(at(page, "search-note").textContent).toBe("No sidecar runs. Start it.");
  expect(at(page, "search-text-only").textContent).toBe("text only");
  const below = at(page, "search-results").compareDocumentPosition(at(page, "search-note"));
  expect(below & Node.DOCUMENT_POSITION_FOLLOWING, "no row moves when it comes or goes").toBeTruthy();
  expect(rows(page)).toEqual(["a.rs:1", "b.rs:1"]);
  page.fake.search.meaning([]);
  type(page, "walk");
  await until("no reason", () => page.root.querySelector("[data-testid=search-note]") === null);
});

test("what could not be found by meaning comes by itself once it can be", async () => {
  const page = await opened([]);
  page.fake.search.meaning({ message: "No sidecar runs." });
  type(page, "walk tree");
  await until("the reason", () => page.root.querySelector("[data-testid=search-text-only]") !== null);
  page.fake.search.meaning([near("src/c.rs", 1, "fn visit_all() {}")]);
  page.fake.meaning.set({ state: "ready" });
  await until("the row by meaning", () => rows(page).includes("c.rs:1"));
  expect(page.root.querySelector("[data-testid=search-note]")).toBe(null);
});

test("an answer from a part of the files says so, and is made whole by itself", async () => {
  const page = await opened([]);
  page.fake.search.meaning([], true);
  type(page, "walk tree");
  await until("the note", () => page.root.querySelector("[data-testid=search-partial]") !== null);
  const asks = asked(page).length;
  page.fake.meaning.set({ state: "working" });
  page.fake.search.meaning([near("src/c.rs", 1, "fn visit_all() {}")]);
  page.fake.meaning.set({ state: "ready" });
  await until("the whole", () => rows(page).includes("c.rs:1"));
  expect(page.root.querySelector("[data-testid=search-note]")).toBe(null);
  expect(asked(page).length - asks, "asked for once: by words and by meaning").toBeLessThanOrEqual(2);
});

test("halves of letters, which the core cannot read, are asked for as letters that are unknown", async () => {
  const page = await opened([]);
  type(page, "walk \ud800 tree \u{1f333}");
  await until("the question", () => asked(page).length > 0);
  expect(asked(page)[0]).toMatchObject({ search: { query: "walk \ufffd tree \u{1f333}" } });
  expect(at<HTMLInputElement>(page, "search-input").value).toBe("walk \ufffd tree \u{1f333}");
});

test("nothing is asked for blanks, and what does not go with meaning is not offered", async () => {
  const page = await opened([]);
  type(page, "  \t ");
  expect(asked(page)).toEqual([]);
  expect(at(page, "search-view").textContent).toContain("Say what you look for");
  const offered = (): string[] =>
    [...page.root.querySelectorAll<HTMLElement>(".search-view .toggle")].map(
      (toggle) => toggle.dataset["testid"] ?? "",
    );
  expect(offered()).toEqual(["search-meaning", "search-more"]);
  at(page, "search-more").click();
  expect(page.root.querySelector("[data-testid=search-context]"), "no lines around").toBe(null);
  at(page, "search-meaning").click();
  expect(offered()).toContain("search-regex");
  expect(offered()).toContain("search-hidden");
  expect(page.root.querySelector("[data-testid=search-context]")).not.toBe(null);
});

test("meaning goes together with no other way to read a text", async () => {
  const page = await opened([]);
  const on = (name: string): string | null => at(page, `search-${name}`).getAttribute("aria-pressed");
  expect(on("meaning")).toBe("true");
  const press = (code: string): boolean =>
    at(page, "search-input").dispatchEvent(
      new KeyboardEvent("keydown", { code, altKey: true, bubbles: true, cancelable: true }),
    );
  press("KeyR");
  expect([on("meaning"), on("regex")]).toEqual(["false", "true"]);
  press("KeyM");
  expect(on("meaning")).toBe("true");
  at(page, "search-meaning").click();
  expect([on("meaning"), on("regex")]).toEqual(["false", "false"]);
  press("KeyM");
  await page.frame.commands.run("search.replace");
  expect(on("meaning"), "what is replaced is what stands there").toBe("false");
});

test("only the last text of somebody who types is asked by meaning", async () => {
  const page = await opened([]);
  const held = page.fake.search.hold();
  for (const text of ["w", "wa", "wal", "walk"]) type(page, text);
  held.release();
  await until("the answer", () => at(page, "search-found").textContent === "2 results in 2 files");
  const hybrid = asked(page).filter(
    (params) => (params as { search: { syntax: string } }).search.syntax === "hybrid",
  );
  expect(hybrid.length).toBeLessThanOrEqual(2);
});

test("more like a row, and more like the lines of the editor", async () => {
  const page = await opened([near("src/c.rs", 1, "fn visit_all() {}")]);
  type(page, "walk");
  await until("the rows", () => rows(page).length === 3);
  const row = lines(page).find((line) => line.dataset["path"] === "src/a.rs");
  row?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
  await until("the menu", () => document.querySelectorAll("[role=menuitem]").length === 2);
  const items = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")];
  items.find((item) => item.textContent?.startsWith("More Like This"))?.click();
  await until(
    "what is like it",
    () => at(page, "search-found").textContent?.startsWith("Like src/a.rs:1: 1 ") === true,
  );
  expect(rows(page)).toEqual(["c.rs:1"]);
  expect(asked(page).at(-1)).toMatchObject({ like: { path: { path: "src/a.rs" }, line: 1 } });

  await page.frame.commands.run("editor.openFile", { path: { path: "src/a.rs" }, line: 2 });
  await until("the editor", () => page.frame.registry.runnable("search.like"));
  await page.frame.commands.run("search.like");
  await until(
    "what is like the line",
    () => at(page, "search-found").textContent?.startsWith("Like src/a.rs:2") === true,
  );
});

test("a later part of a function says whose it is, with the line that fits best", async () => {
  const hit = near("src/c.rs", 41, "    step();");
  const piece = { name: "visit_all", kind: "method", part: 1, from: 41, to: 60 };
  const best = { line: 50, text: "tree.walk();" };
  const page = await opened([
    { ...hit, piece: { ...piece, best } },
    { ...near("src/c.rs", 1, "fn visit_all() {"), piece: { ...piece, part: 0, from: 1, to: 40, best } },
  ]);
  type(page, "nothing");
  await until("the rows", () => rows(page).length === 2);
  const shown = (name: string): string[] =>
    lines(page).map((row) => row.querySelector(name)?.textContent ?? "");
  expect(shown(".search-text")).toEqual(["tree.walk();", "fn visit_all() {"]);
  expect(shown(".search-piece")).toEqual(["in visit_all", ""]);
  expect(lines(page)[0]?.dataset["tip"]).toContain("Part of method visit_all, lines 41–60");
  expect(rows(page), "the place is that of the line").toEqual(["c.rs:50", "c.rs:1"]);
  // The code has a line for itself, also where the mouse or the cursor is.
  expect(shown(".search-ranked-code"), "nothing beside the code").toEqual(shown(".search-text"));
  expect(page.root.querySelector(".search-why")).toBe(null);
  expect(lines(page)[1]?.getAttribute("aria-description")).toContain("near in meaning");
  const list = at(page, "search-results").querySelector<HTMLElement>(".rows-all");
  expect(list?.style.height, "two lines a row").toBe("80px");
  lines(page)[0]?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await until("the place", () => page.frame.workbench.active("center")?.title() === "c.rs");
});

test("the words of the question are marked, and none of a row that something else found", async () => {
  const page = await opened([]);
  type(page, "tree of lang:rust");
  await until("the rows", () => rows(page).length > 0);
  const marked = (): string[] =>
    [...page.root.querySelectorAll(".search-text mark")].map((mark) => mark.textContent ?? "");
  await until("the marks", () => marked().includes("tree"));
  expect(new Set(marked())).toEqual(new Set(["tree", "of"]));
  await page.frame.commands.run("search.give", {
    title: "Like",
    hits: [near("src/a.rs", 1, "tree")],
    isRanked: true,
  });
  await until("the other row", () => rows(page).length === 1);
  expect(marked()).toEqual([]);
});

test("short words are marked only where they stand by themselves", () => {
  const text = "fn other_the() { the(THE, café) }";
  const words = (query: string): string[] =>
    wordRanges(text, query).map(([from, to]) => text.slice(from, to));
  expect(words("the")).toEqual(["the", "the", "THE"]);
  expect(words("other the")).toEqual(["other", "the", "the", "THE"]);
  expect(words("café -the path:other")).toEqual(["café"]);
  expect(words("()")).toEqual([]);
});

test("rows of deleted files go, also from above the row with the cursor", async () => {
  const page = await opened([]);
  type(page, "walk tree");
  await until("the rows", () => rows(page).length === 2 && at(page, "search-found").textContent !== "");
  lines(page)[1]?.click();
  await until("the cursor", () => page.root.querySelector(".search-line-cursor") !== null);
  page.fake.files.remove("src/a.rs");
  await until("one row", () => rows(page).join() === "b.rs:1");
});

test("a search by meaning is made again as a ranking", async () => {
  const page = await startFake({ files });
  page.fake.search.meaning([]);
  const found = await collectHits(page.fake.ipc, { ...emptyForm, query: "tree", meaning: true }, 10);
  expect(found.map(({ path }) => path.path)).toEqual(["src/a.rs", "src/b.rs"]);
  expect(page.fake.calls.some(({ name }) => name === "searchRun")).toBe(false);
});
