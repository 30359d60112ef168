import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const files = {
  "src/lines.rs": "fn limit() {}\n\nfn grow() {\n    limit();\n}\n",
  "src/sink.rs": "// No Limit here.\n",
  "notes.md": "Growth is bounded.\n",
};

/** The hits that are drawn, as `path:line`. */
async function hits(page: Page): Promise<string[]> {
  const script = `return [...document.querySelectorAll(".search-line-hit")]
    .map((row) => row.dataset.path + ":" + row.dataset.line)`;
  return page.window.execute<string[]>(script);
}

async function search(page: Page, text: string, key = "ctrl+shift+f"): Promise<void> {
  await page.window.press(key);
  await page.window.waitForElement("[data-testid=search-input]:focus");
  await page.window.type(text);
}

test("a word is found in all files, and opened where it stands", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await search(page, "limit");
  await page.says("[data-testid=search-found]", "3 results in 2 files");
  expect(await hits(page)).toEqual(["src/lines.rs:1", "src/lines.rs:4", "src/sink.rs:1"]);
  await page.click("[data-testid=search-caseSensitive]");
  await page.says("[data-testid=search-found]", "2 results in 1 file");
  await page.window.press("f4");
  await page.window.press("f4");
  await page.window.waitForElement(page.editor("src/lines.rs"));
  await page.says("[data-testid=status-cursor]", /Ln 4, Col 10 \(5 selected\)/);
});

test("what is saved is found the moment after, and an expression that cannot be read says so", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.openFile("notes.md", ":1:1");
  await page.window.type("unheard ");
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await home.read("notes.md")).toString().startsWith("unheard "));
  await search(page, "unheard");
  await page.says("[data-testid=search-found]", "1 result in 1 file");
  await page.click("[data-testid=search-regex]");
  await search(page, "limit(");
  await page.says("#search-fault", /\S/);
});

test("what is chosen is replaced in all files, and taken back in one step", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  const text = async (path: string): Promise<string> => (await home.read(path)).toString();
  await search(page, "limit", "ctrl+shift+h");
  await page.click("[data-testid=search-replacement]");
  await page.window.type("bound");
  await page.says("[data-testid=search-replace-all]", "Replace 3 hits in 2 files");
  await page.click('.search-line-file[data-path="src/sink.rs"] .search-check');
  await page.says("[data-testid=search-replace-all]", "Replace 2 hits in 1 file");
  await page.click("[data-testid=search-replace-all]");
  await page.says("[data-testid=search-told]", "Replaced 2 hits in 1 file.");
  expect(await text("src/lines.rs")).toBe(files["src/lines.rs"].replaceAll("limit", "bound"));
  expect(await text("src/sink.rs"), "it was left out").toBe(files["src/sink.rs"]);
  await page.click("[data-testid=search-told] button");
  await waitFor("the undoing", async () => (await text("src/lines.rs")) === files["src/lines.rs"]);
});

test("results are edited as one text, written back, and taken back in one step", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  const text = async (path: string): Promise<string> => (await home.read(path)).toString();
  const shown = `return [...document.querySelectorAll("[data-testid=search-editor] .cm-line")].map((line) => line.textContent)`;
  await search(page, "limit");
  await page.says("[data-testid=search-found]", "3 results in 2 files");
  await page.window.press("alt+enter");
  await page.window.waitForElement("[data-testid=search-editor] .cm-content:focus");
  expect(await page.window.execute(shown)).toEqual([
    "src/lines.rs",
    ...["fn limit() {}", "", "fn grow() {", "    limit();", "}"],
    "src/sink.rs",
    "// No Limit here.",
    "",
  ]);
  // On the heading nothing is written.
  await page.window.press("ctrl+home");
  await page.window.type("x");
  await page.says(".sheet-refusal", /^Headings and dividers stay/);
  await page.window.press("down");
  await page.window.type("// First.\n");
  await page.window.press("ctrl+end");
  await page.window.press("up");
  await page.window.type("// Gone?\n");
  await page.says("[data-testid=search-editor-write]", "Write 2 lines");
  await home.write({ "src/sink.rs": "// Another.\n" });
  await page.window.press("ctrl+s");
  await page.says(
    "[data-testid=search-editor-told]",
    "Wrote 1 line in 1 file. Left alone: src/sink.rs (It changed since it was shown).",
  );
  expect(await text("src/lines.rs")).toBe(`// First.\n${files["src/lines.rs"]}`);
  expect(await text("src/sink.rs")).toBe("// Another.\n");
  await page.click(".sheet-summary button");
  await waitFor("the undoing", async () => (await text("src/lines.rs")) === files["src/lines.rs"]);
  await page.says("[data-testid=search-editor-write]", "Write 2 lines");
  await page.click("[data-testid=search-editor] .cm-content");
  await page.window.press("ctrl+w");
  await page.click("[data-answer=cancel]");
  await page.gone("[data-answer]");
  expect(await page.has("[data-testid=search-editor]"), "it stays").toBe(true);
  await page.window.press("ctrl+w");
  await page.click("[data-answer=discard]");
  await page.gone("[data-testid=search-editor]");
  expect(await text("src/lines.rs")).toBe(files["src/lines.rs"]);
});

test("names lead to their definitions, and back to where they are used", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.says("[data-testid=status-index]", "Indexed");
  await page.window.press("ctrl+t");
  await page.choose("grw", "grow");
  await page.says("[data-testid=status-cursor]", /Ln 3, Col 8 /);
  await page.openFile("src/lines.rs", ":4:6");
  await page.says(`.breadcrumb`, /lines\.rs[\s›]*grow/);
  await page.window.press("f12");
  await page.says("[data-testid=status-cursor]", /Ln 1, Col 9 /);
  await page.window.press("shift+f12");
  await page.says("[data-testid=search-found]", /^References to limit: /);
  await waitFor("the use", async () => (await hits(page)).includes("src/lines.rs:4"));
});

test("a click with Ctrl on a name goes to its definition", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.says("[data-testid=status-index]", "Indexed");
  await page.openFile("src/lines.rs", ":3:1");
  const use = `${page.editor("src/lines.rs")} .cm-line:nth-child(4) span`;
  await page.window.waitForElement(use);
  await page.display.clickWith("ctrl", await page.middle(use));
  await page.says("[data-testid=status-cursor]", /Ln 1, Col 9 /);
});

test("a query with fields stands in the field at the top", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.press("ctrl+p");
  await page.window.waitForElement("[data-testid=palette-input]");
  await page.window.type("limit lang:rust -path:src/sink.rs");
  await page.says("[data-testid=palette]", "“limit” · in Rust · not in files that src/sink.rs fits");
  await page.choose("", /limit/);
  await page.window.waitForElement(page.editor("src/lines.rs"));
});
