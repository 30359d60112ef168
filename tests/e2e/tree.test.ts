import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

test("F2 gives a file another name", async () => {
  const home = await stage.home({ "old.txt": "text\n", "other.txt": "" });
  const page = await stage.open(home);
  await page.click(page.row("old.txt"));
  await page.click(page.row("old.txt"));
  await page.window.press("f2");
  await page.window.waitForElement(".tree-input input:focus");
  await page.window.type("new");
  await page.window.press("enter");
  await page.window.waitForElement(page.row("new.txt"));
  await page.gone(page.row("old.txt"));
  expect((await home.read("new.txt")).toString(), "only the name before the ending was replaced").toBe(
    "text\n",
  );
});

test("a file is moved by dragging it onto a folder", async () => {
  const home = await stage.home({ "folder/inside.txt": "", "moved.txt": "text\n" });
  const page = await stage.open(home);
  await page.window.waitForElement(page.row("moved.txt"));
  await page.display.drag(await page.middle(page.row("moved.txt")), await page.middle(page.row("folder")));
  await waitFor("the file in its folder", () => existsSync(join(home.project, "folder/moved.txt")));
  await page.gone(page.row("moved.txt"));
  expect((await home.read("folder/moved.txt")).toString()).toBe("text\n");
});

test("a new file is made in the tree and opens", async () => {
  const home = await stage.home({ "a.txt": "" });
  const page = await stage.open(home);
  await page.run("File: New File in the Tree");
  await page.window.waitForElement(".tree-input input:focus");
  await page.window.type("deep/new.rs");
  await page.window.press("enter");
  await page.window.waitForElement(page.row("deep/new.rs"));
  await page.window.waitForElement(page.editor("deep/new.rs"));
  expect((await home.read("deep/new.rs")).length).toBe(0);
});

test("what was deleted comes back with undo", async () => {
  const home = await stage.home({ "a.txt": "precious\n", "b.txt": "" });
  const page = await stage.open(home);
  await page.click(page.row("a.txt"));
  await page.window.press("ctrl+shift+e");
  await page.window.press("delete");
  await page.says("[data-testid=notice]", "Moved a.txt to the trash.");
  await page.gone(page.row("a.txt"));
  expect(existsSync(join(home.project, "a.txt"))).toBe(false);
  await (await page.button("[data-testid=notice]", "Undo")).click();
  await page.window.waitForElement(page.row("a.txt"));
  expect((await home.read("a.txt")).toString()).toBe("precious\n");
});

test("the tree follows what others do", async () => {
  const home = await stage.home({ "a.txt": "" });
  const page = await stage.open(home);
  await page.window.waitForElement(page.row("a.txt"));
  await home.write({ "b.txt": "", "folder/c.txt": "" });
  await page.window.waitForElement(page.row("b.txt"));
  await page.click(page.row("folder"));
  await page.window.waitForElement(page.row("folder/c.txt"));
  await rm(join(home.project, "a.txt"));
  await page.gone(page.row("a.txt"));
});

test("pipes, loops and links that lead out are shown, never opened, and nothing hangs", async () => {
  const home = await stage.home({ "folder/a.txt": "a\n" });
  execFileSync("mkfifo", [join(home.project, "pipe")]);
  await symlink("..", join(home.project, "folder", "loop"));
  await symlink("/etc", join(home.project, "outside"));
  const page = await stage.open(home);
  await page.says(page.row("pipe"), "special");
  await page.click(page.row("pipe"));
  await page.window.press("enter");
  await page.says("[data-testid=notice]", "is not opened");
  await page.window.waitForElement(page.row("outside"));
  await page.click(page.row("folder"));
  await page.window.waitForElement(page.row("folder/loop"));
  await page.openFile("folder/a.txt");
  await page.showsText("folder/a.txt", "a\n");
});
