import { rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

/** A window in which `a.txt` has unsaved text and was then changed by somebody else. */
async function comeApart(): Promise<{ home: Home; page: Page }> {
  const home = await stage.home({ "a.txt": "one\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("mine ");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await home.write({ "a.txt": "theirs\n" });
  await page.says("[data-testid=disk-bar]", "a.txt was changed on disk");
  return { home, page };
}

test("a clean file that others change is loaded anew, and the cursor stays where it was", async () => {
  const home = await stage.home({ "a.txt": "one\ntwo\nthree\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":3:2");
  await page.says("[data-testid=status-cursor]", "Ln 3, Col 2");
  await home.write({ "a.txt": "zero\none\ntwo\nthree\n" });
  await page.showsText("a.txt", "zero\none\ntwo\nthree\n");
  await page.says("[data-testid=status-cursor]", "Ln 4, Col 2");
  expect(await page.has("[data-testid=disk-bar]"), "there is nothing to ask").toBe(false);
});

test("Keep mine keeps the text, and the next save writes it", async () => {
  const { home, page } = await comeApart();
  await page.showsText("a.txt", "mine one\n");
  await (await page.button("[data-testid=disk-bar]", "Keep mine")).click();
  await page.gone("[data-testid=disk-bar]");
  await page.click(`${page.editor("a.txt")} .cm-content`);
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await home.read("a.txt")).toString() === "mine one\n");
});

test("Load theirs takes the text from disk", async () => {
  const { home, page } = await comeApart();
  await (await page.button("[data-testid=disk-bar]", "Load theirs")).click();
  await page.gone("[data-testid=disk-bar]");
  await page.showsText("a.txt", "theirs\n");
  await page.gone(`${page.tab("a.txt")}[data-dirty=true]`);
  expect((await home.read("a.txt")).toString()).toBe("theirs\n");
});

test("Compare shows both texts, and saving over the other one is refused until it is decided", async () => {
  const { home, page } = await comeApart();
  await page.click(`${page.editor("a.txt")} .cm-content`);
  await page.window.press("ctrl+s");
  await (await page.button("[data-testid=disk-bar]", "Compare")).click();
  await page.says(".compare-panel", /theirs[\s\S]*mine one/);
  expect((await home.read("a.txt")).toString(), "nothing was written over").toBe("theirs\n");
});

test("a file that is deleted outside keeps its text in the editor", async () => {
  const home = await stage.home({ "a.txt": "one\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt");
  await rm(join(home.project, "a.txt"));
  await page.says("[data-testid=disk-bar]", "a.txt was deleted on disk");
  await (await page.button("[data-testid=disk-bar]", "Save Again")).click();
  await page.gone("[data-testid=disk-bar]");
  expect((await home.read("a.txt")).toString()).toBe("one\n");
});
