import { expect, test } from "vitest";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const files = {
  "src/walk.rs": "/// Goes through every folder.\npub fn walk_folders() {\n    step();\n}\n",
  "src/sum.rs": "pub fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n",
  "notes.md": "# Notes\n\nWe walk through all folders at night.\n",
};
const status = "[data-testid=status-meaning]";

/** The rows that are drawn, as `path:line`. */
async function rows(page: Page): Promise<string[]> {
  const script = `return [...document.querySelectorAll(".search-line-hit")]
    .map((row) => row.dataset.path + ":" + row.dataset.line)`;
  return page.window.execute<string[]>(script);
}

async function search(page: Page, text: string): Promise<void> {
  await page.run("Search: Search by Meaning");
  await page.window.waitForElement("[data-testid=search-input]:focus");
  await page.window.type(text);
}

test("pieces are found by words and meaning, and more like one of them", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await search(page, "walk through folders");
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  const found = await rows(page);
  expect([...found].sort()).toEqual(["notes.md:1", "src/sum.rs:1", "src/walk.rs:2"]);
  expect(found.at(-1), "it shares no word").toBe("src/sum.rs:1");
  await page.says('.search-line-hit[data-path="src/sum.rs"] .search-tag', "meaning");
  await page.openFile("src/walk.rs", ":2:1");
  await page.run("Search: More Like This");
  await page.says("[data-testid=search-found]", "Like src/walk.rs:2: 2 results in 2 files");
  expect((await rows(page)).sort()).toEqual(["notes.md:1", "src/sum.rs:1"]);
});

test("the work rests when it is asked to, and goes on", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await page.run("Meaning: Pause Search by Meaning");
  await page.window.waitForElement(`${status}[data-state=paused]`);
  await page.click(status);
  await page.window.waitForElement("[role=menu]");
  await page.click('[role=menuitem][data-command="meaning.resume"]');
  await page.window.waitForElement(`${status}[data-state=ready]`);
});

test("without a sidecar the search says text only, and finds what words find", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home, { env: { TENON_SIDECAR_PYTHON: "/nowhere/python" } });
  await search(page, "walk through folders");
  await page.says("[data-testid=search-text-only]", "text only");
  expect((await rows(page)).sort()).toEqual(["notes.md:1", "src/walk.rs:2"]);
});
