import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

async function save(page: Page, path: string): Promise<void> {
  const dirty = `${page.tab(path)}[data-dirty=true]`;
  await page.window.waitForElement(dirty);
  await page.window.press("ctrl+s");
  await page.gone(dirty);
}

test("a file that is edited and saved has exactly those bytes on disk", async () => {
  const home = await stage.home({ "src/main.rs": "fn main() {\n    one();\n}\n" });
  const page = await stage.open(home);
  await page.click(page.row("src"));
  await page.click(page.row("src/main.rs"));
  await page.window.waitForElement(`${page.editor("src/main.rs")} .cm-content`);
  await page.click(`${page.editor("src/main.rs")} .cm-line:nth-child(2)`);
  await page.window.press("end", "enter");
  await page.window.type("two();");
  await save(page, "src/main.rs");
  expect((await home.read("src/main.rs")).toString()).toBe("fn main() {\n    one();\n    two();\n}\n");
});

test("byte order marks, line ends and encodings survive an edit byte for byte", async () => {
  const latin = Buffer.from("gr\xfc\xdfe\nna\xefve\n", "latin1");
  const home = await stage.home({
    "windows.txt": "\ufeffone\r\ntwo\r\n",
    "latin.txt": latin,
    "mixed.txt": "one\r\ntwo\nthree",
    "utf16.txt": Buffer.from("\ufeffone\ntwo\n", "utf16le"),
  });
  const page = await stage.open(home);
  for (const path of ["windows.txt", "latin.txt", "mixed.txt", "utf16.txt"]) {
    await page.openFile(path, ":1:1");
    await page.window.type("x");
    await save(page, path);
  }
  expect((await home.read("windows.txt")).toString()).toBe("\ufeffxone\r\ntwo\r\n");
  expect((await home.read("latin.txt")).toString("hex")).toBe(`78${latin.toString("hex")}`);
  expect((await home.read("mixed.txt")).toString(), "mixed ends and a missing last one stay").toBe(
    "xone\r\ntwo\nthree",
  );
  expect((await home.read("utf16.txt")).toString("utf16le")).toBe("\ufeffxone\ntwo\n");
});

test("a new file gets a name when it is saved", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.window.press("ctrl+n");
  await page.window.waitForElement("[data-testid=editor] .cm-content:focus");
  await page.window.type("an idea");
  await page.window.press("ctrl+s");
  await page.window.waitForElement("[data-testid=dialog-input]");
  await page.window.press("ctrl+a");
  await page.window.type("idea.md");
  await page.window.press("enter");
  await page.window.waitForElement(page.editor("idea.md"));
  expect((await home.read("idea.md")).toString()).toMatch(/^an idea\n?$/);
});

test("a tab with unsaved text asks before it closes", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("b");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await page.window.press("ctrl+w");
  await page.says("[data-testid=dialog]", "Save the changes to a.txt?");
  await page.window.press("escape");
  await page.gone("[data-testid=dialog]");
  await page.showsText("a.txt", "ba\n");
  await page.window.press("ctrl+w");
  await page.click("[data-testid=dialog] [data-answer=save]");
  await page.gone(page.tab("a.txt"));
  expect((await home.read("a.txt")).toString()).toBe("ba\n");
});

test("undo takes back what was typed, and the tab is clean again", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("xyz");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await page.window.press("ctrl+z");
  await page.showsText("a.txt", "a\n");
  await waitFor("the dot to go", async () => !(await page.has(`${page.tab("a.txt")}[data-dirty=true]`)));
});

test("a secret that is typed is underlined", async () => {
  const home = await stage.home({ "keys.txt": "one\n" });
  const page = await stage.open(home);
  await page.openFile("keys.txt", ":1:1");
  await page.window.type(["key = sk-proj-", "1234567890abcdef "].join(""));
  const mark = `${page.editor("keys.txt")} .cm-secret`;
  await page.window.waitForElement(mark);
  expect((await home.read("keys.txt")).toString(), "the file is not touched").toBe("one\n");
});
