import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const files = {
  "src/a.rs": "fn one() {}\nfn two() { one() }\n",
  "src/b.rs": "// One\n",
  ".hidden": "one\n",
  "target/c.txt": "one\n",
};
const at = <T extends Element = HTMLElement>({ root }: FakePage, id: string): T => {
  const found = root.querySelector<T>(`[data-testid=${id}]`);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
};
const rows = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll(".search-line")].map(
    (row) => row.querySelector(".search-name, .search-text")?.textContent ?? "",
  );
const found = (page: FakePage): string => at(page, "search-found").textContent ?? "";
const press = (element: Element, key: string, part: KeyboardEventInit = {}): void =>
  void element.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...part }));

function type(page: FakePage, text: string, id = "search-input"): void {
  const field = at<HTMLInputElement>(page, id);
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function searched(query: string, more: Record<string, string> = {}): Promise<FakePage> {
  const page = await startFake({ files: { ...files, ...more } });
  await page.frame.commands.run("search.show");
  type(page, query);
  await until(
    "the end of the search",
    () => /result|Nothing/.test(found(page)) && !found(page).endsWith("…"),
  );
  return page;
}

test("hits stand by file, with hidden files and without ignored ones", async () => {
  const page = await searched("one");
  expect(rows(page)).toEqual([
    ".hidden",
    "one",
    "a.rs",
    "fn one() {}",
    "fn two() { one() }",
    "b.rs",
    "// One",
  ]);
  expect(found(page)).toBe("4 results in 3 files");
  at(page, "search-hidden").click();
  await until("no hidden file", () => found(page) === "3 results in 2 files");
  at(page, "search-ignored").click();
  await until("the ignored file", () => found(page) === "4 results in 3 files");
});

test("case, words and expressions narrow it, by mouse and by key", async () => {
  const page = await searched("one");
  at(page, "search-caseSensitive").click();
  await until("only small letters", () => found(page) === "3 results in 2 files");
  press(at(page, "search-input"), "c", { code: "KeyC", altKey: true });
  await until("both again", () => found(page) === "4 results in 3 files");
  at(page, "search-regex").click();
  type(page, "^fn \\w+");
  await until("the functions", () => found(page) === "2 results in 1 file");
});

test("an expression that cannot be read says so below the field", async () => {
  const page = await searched("one");
  at(page, "search-regex").click();
  type(page, "one(");
  await until(
    "the fault",
    () => page.root.querySelector(".search-fault")?.textContent?.includes("unclosed") === true,
  );
  expect(at(page, "search-input").getAttribute("aria-invalid")).toBe("true");
  type(page, "one");
  await until("hits again", () => found(page) === "4 results in 3 files");
  expect(page.root.querySelector(".search-fault")?.textContent).toBe("");
});

test("the next key ends the search before it", async () => {
  const page = await searched("one", { "many.txt": "many\n".repeat(450) });
  const { release } = page.fake.search.hold();
  type(page, "many");
  await until("its first page", () => found(page) === "100 results in 1 file…");
  type(page, "man");
  await until("one search left", () => page.fake.search.running.size === 1);
  expect(page.fake.calls.filter(({ name }) => name === "searchStop")).toHaveLength(1);
  release();
  await until("the last one's end", () => found(page) === "450 results in 1 file");
});

test("hits follow what is written to disk, and the cursor stays", async () => {
  const page = await searched("one");
  press(at(page, "search-input"), "ArrowDown", { ctrlKey: true });
  press(at(page, "search-results"), "ArrowDown");
  page.fake.files.write("src/b.rs", "// One\n// and one more\n");
  await until("the new hit", () => found(page) === "5 results in 3 files");
  expect(page.root.querySelector(".search-line-cursor")?.textContent).toContain("one");
  page.fake.files.write("src/b.rs", "");
  await until("no hit", () => found(page) === "3 results in 2 files");
});

test("a search can be stopped, and what it found stays", async () => {
  const page = await searched("one", { "many.txt": "many\n".repeat(450) });
  const { release } = page.fake.search.hold();
  type(page, "many");
  await until("its first page", () => found(page) === "100 results in 1 file…");
  page.root.querySelector<HTMLElement>("[aria-label='Stop the search']")?.click();
  await until("the end", () => page.fake.search.running.size === 0);
  release();
  expect(found(page)).toBe("100 results in 1 file");
  expect(page.root.querySelector("[aria-label='Search again']")).not.toBe(null);
});

test("only the rows in sight are drawn", async () => {
  const page = await searched("many", { "many.txt": "many\n".repeat(5_000) });
  await until("all of them", () => found(page) === "5,000 results in 1 file");
  expect(rows(page).length).toBeLessThan(100);
});

test("globs choose files, and nothing found offers to look further", async () => {
  const page = await searched("one");
  at(page, "search-more").click();
  type(page, "src/*.rs", "search-include");
  type(page, "b.rs", "search-exclude");
  await until("one file", () => found(page) === "2 results in 1 file");
  type(page, "*.md", "search-include");
  await until("nothing", () => found(page) === "Nothing found");
  const wider = [...page.root.querySelectorAll("button")].find(
    (it) => it.textContent === "Search Everywhere",
  );
  wider?.click();
  await until("everything", () => found(page) === "4 results in 3 files");
});

test("lines around a hit are shown on demand", async () => {
  const page = await searched("two");
  at(page, "search-more").click();
  const select = at<HTMLSelectElement>(page, "search-context");
  select.value = "1";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  await until("the line above", () => rows(page).includes("fn one() {}"));
});

test("a click previews the place, a double click and Enter keep it", async () => {
  const page = await searched("two");
  const row = page.root.querySelector<HTMLElement>(".search-line-hit");
  row?.click();
  await until("the preview", () => page.frame.workbench.panels("editor")[0]?.preview() === true);
  await until("the selection", () => page.root.querySelector(".cm-content") !== null);
  row?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await until("the tab that stays", () => page.frame.workbench.panels("editor")[0]?.preview() === false);
  expect(page.frame.workbench.panels("editor")).toHaveLength(1);
});

test("the keys walk from the field into the list, fold it, and back", async () => {
  const page = await searched("one");
  press(at(page, "search-input"), "ArrowDown", { ctrlKey: true });
  const list = at(page, "search-results");
  expect(page.root.ownerDocument.activeElement).toBe(list);
  const cursor = (): string => page.root.querySelector(".search-line-cursor")?.textContent ?? "";
  expect(cursor()).toContain(".hidden");
  press(list, "ArrowLeft");
  press(list, "ArrowDown");
  expect(cursor(), "its hit is folded away").toContain("a.rs");
  press(list, "ArrowDown");
  press(list, "Delete");
  expect(found(page)).toBe("3 results in 3 files");
  expect(cursor()).toContain("fn two");
  press(list, "Escape");
  expect(page.root.ownerDocument.activeElement).toBe(at(page, "search-input"));
});

test("F4 goes from hit to hit", async () => {
  const page = await searched("one");
  const opened = (): unknown[] =>
    page.frame.workbench
      .panels("editor")
      .map((panel) => (panel.state() as { path: { path: string } }).path.path);
  await page.frame.commands.run("search.next");
  await until("the first", () => opened().join() === ".hidden");
  await page.frame.commands.run("search.next");
  await until("the next file", () => opened().join() === "src/a.rs");
  await page.frame.commands.run("search.previous");
  await page.frame.commands.run("search.previous");
  await until("round about", () => opened().join() === "src/b.rs");
});

test("queries come back with the arrows, and all of it with the layout", async () => {
  const page = await searched("one");
  const field = at<HTMLInputElement>(page, "search-input");
  press(field, "Enter");
  type(page, "two");
  press(field, "Enter");
  press(field, "ArrowUp");
  expect(field.value).toBe("one");
  press(field, "ArrowDown");
  expect(field.value).toBe("two");
  const layout = page.frame.layoutNow();
  const again = await startFake({ files, boot: { layout } });
  await again.frame.commands.run("search.show");
  await until("the same search", () => found(again) === "1 result in 1 file");
  press(at(again, "search-input"), "ArrowUp");
  expect(at<HTMLInputElement>(again, "search-input").value).toBe("one");
});

test("what is selected in the editor is searched for", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("editor.openFile", { path: "src/a.rs", line: 2, column: 4, length: 3 });
  await until("the focus", () => page.frame.contexts.get("editorFocus") === true);
  await page.frame.commands.run("search.show");
  const query = (): string => at<HTMLInputElement>(page, "search-input").value;
  expect(query()).toBe("two");
  type(page, "mine");
  await until("the editor to know", () => page.frame.contexts.get("editorFocus") !== true);
  await page.frame.commands.run("search.show");
  expect(query(), "from the field itself it stays").toBe("mine");
});

test("hits of something else say what they are until the next search", async () => {
  const page = await searched("one");
  await page.frame.commands.run("search.give", { title: "References to two", hits: [] });
  expect(found(page)).toBe("References to two: 0 results in 0 files");
  press(at(page, "search-input"), "Enter");
  await until("the search", () => found(page) === "4 results in 3 files");
});

test("commands that ran stand below their folders, apart from each other, and lead to the history", async () => {
  const page = await startFake({ files });
  page.fake.runs.add({ id: "1", command: "make one" });
  page.fake.runs.add({ id: "2", command: "make two" });
  const hit = (id: string, text: string, path: string) => {
    const place = { line: 1, column: 1, ranges: [], score: 1, path: { path } };
    return { kind: "command" as const, ref: `run:${id}`, text, why: "it went well", ...place };
  };
  await page.frame.commands.run("search.show");
  await page.frame.commands.run("search.give", {
    title: "make",
    hits: [hit("1", "make one", ""), hit("2", "make two", "")],
  });
  await until("both", () => rows(page).length === 3);
  expect(rows(page), "the folder itself has its name").toEqual(["ripgrep", "make one", "make two"]);
  const lines = [...page.root.querySelectorAll<HTMLElement>(".search-line-hit")];
  lines[1]?.click();
  expect(page.root.querySelectorAll(".search-line-cursor"), "each is known by itself").toHaveLength(1);
  expect(document.querySelector("[data-testid=runs]"), "a click leaves the list where it is").toBeNull();
  lines[1]?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
  await until("the history", () => {
    const marked = document.querySelector(".run-row[aria-selected=true] .run-command");
    return marked?.textContent === "make two";
  });
});
