import { expect, test } from "vitest";
import { useStage } from "./stage";

const stage = useStage();

const numbered = Array.from({ length: 300 }, (_, index) => `line ${index + 1}\n`).join("");

test("quick open finds a file by a few letters and goes to the line behind them", async () => {
  const home = await stage.home({
    "crates/searcher/src/lines.rs": numbered,
    "crates/printer/src/color.rs": "",
  });
  const page = await stage.open(home);
  await page.window.press("ctrl+p");
  await page.window.waitForElement("[data-testid=palette-input]");
  await page.window.type("sealin:120");
  await page.says("[data-testid=palette] [aria-selected=true] .quick-title", "lines.rs");
  expect(await page.has("[data-testid=palette] [aria-selected=true] mark"), "matches are highlighted").toBe(
    true,
  );
  await page.window.press("enter");
  await page.window.waitForElement(page.editor("crates/searcher/src/lines.rs"));
  await page.says("[data-testid=status-cursor]", "Ln 120, Col 1");
});

test("the palette runs a command by its name", async () => {
  const home = await stage.home({ "a.txt": "" });
  const page = await stage.open(home);
  await page.run("Help: Keyboard Shortcuts");
  await page.says("[data-testid=shortcuts-panel]", "palette.files");
  await page.window.press("ctrl+b");
  await page.gone("[data-testid=sidebar]");
  await page.window.press("ctrl+b");
  await page.window.waitForElement("[data-testid=sidebar]");
});

test("the palette gives the focus back, and the text stays where it was scrolled to", async () => {
  const home = await stage.home({ "a.txt": numbered });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":200");
  await page.says("[data-testid=status-cursor]", "Ln 200, Col 1");
  await page.window.press("ctrl+shift+p");
  await page.window.waitForElement("[data-testid=palette] [role=option]");
  await page.window.press("escape");
  await page.window.waitForElement(`${page.editor("a.txt")} .cm-content:focus`);
  expect(await page.lines("a.txt")).toContain("line 200");
});

test("tenon open moves the cursor of the window that is there", async () => {
  const home = await stage.home({ "a.txt": numbered, "b.txt": numbered });
  const page = await stage.open(home);
  await page.openFile("a.txt");
  const opened = await stage.tenon(home, "open", "b.txt:42:3", "--json");
  expect(JSON.parse(opened.stdout)).toMatchObject({ workspace: home.project, line: 42, column: 3 });
  await page.window.waitForElement(page.editor("b.txt"));
  await page.says("[data-testid=status-cursor]", "Ln 42, Col 3");
  await stage.tenon(home, "open", "a.txt:7");
  await page.says("[data-testid=status-cursor]", "Ln 7, Col 1");
});

test("text in the file is found, and replaced on demand", async () => {
  const home = await stage.home({ "a.txt": "one two one\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.press("ctrl+h");
  await page.window.waitForElement(".search-panel");
  await page.window.type("one");
  await page.says(".search-count", /\b2\b/);
  await page.click(".search-panel [name=replace]");
  await page.window.type("six");
  await (await page.button(".search-panel", "All")).click();
  await page.showsText("a.txt", "six two six\n");
});
