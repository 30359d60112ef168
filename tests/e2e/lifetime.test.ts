import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import { processOf, runningOf } from "./running";
import { programs, useStage } from "./stage";

const stage = useStage();

const ended = (home: Home, deadline?: number) =>
  waitFor("everything to have ended", async () => (await runningOf(home)).length === 0, deadline).catch(
    async (fault: unknown) => {
      const left = (await runningOf(home)).map(({ pid, command }) => `${pid} ${command}`);
      throw new Error(`Still running:\n${left.join("\n")}`, { cause: fault });
    },
  );

test("a reload of the page keeps unsaved text and attaches to the running shells", async () => {
  const home = await stage.home({ "a.txt": "one\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("kept=yes; sleep 1 & echo started\n");
  await waitFor("the shell", async () => (await page.screenRows()).some((row) => row.startsWith("started")));
  await page.openFile("a.txt", ":1:1");
  await page.window.type("unsaved ");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await page.window.refresh();
  await page.ready();
  await page.showsText("a.txt", "unsaved one\n");
  expect(await page.has(`${page.tab("a.txt")}[data-dirty=true]`), "it is still not saved").toBe(true);
  expect((await home.read("a.txt")).toString()).toBe("one\n");
  await waitFor("the old screen", async () =>
    (await page.screenRows()).some((row) => row.startsWith("started")),
  );
  await page.click("[data-testid=terminal]");
  await page.window.type("clear; echo kept=$kept\n");
  await waitFor("the same shell", async () => (await page.screenRows()).includes("kept=yes"));
});

test("closing the window asks for unsaved text when it is told to, and then nothing is left running", async () => {
  const home = await stage.home({ "a.txt": "one\n" });
  await home.configure("settings.json", { "editor.hotExit": false });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("new ");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await page.display.key("alt+F4");
  await page.says("[data-testid=dialog]", "Save the changes to a.txt?");
  await page.window.press("escape");
  await page.gone("[data-testid=dialog]");
  await page.display.key("alt+F4");
  await page.click("[data-testid=dialog] [data-answer=save]");
  await ended(home);
  expect((await home.read("a.txt")).toString()).toBe("new one\n");
});

test("splits, places and sizes come back when the window opens again", async () => {
  const home = await stage.home({ "a.txt": "a\n", "b.txt": "b\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt");
  await page.openFile("b.txt");
  await page.window.press("ctrl+\\");
  await waitFor("two groups", async () => (await page.window.findAll(page.editor("b.txt"))).length === 2);
  await page.window.press("ctrl+k", "ctrl+h");
  await page.window.waitForElement("[data-testid=log-panel]");
  const sash = '[role=separator][aria-label="Width of the sidebar"]';
  const from = await page.middle(sash);
  await page.display.drag(from, { x: from.x + 90, y: from.y });
  const width = async (): Promise<number> =>
    (await (await page.window.find("[data-testid=sidebar]")).rect()).width;
  await waitFor("the wider sidebar", async () => (await width()) > 300);
  const before = await width();
  await page.display.key("alt+F4");
  await ended(home);

  const again = await stage.open(home);
  await waitFor("two groups", async () => (await again.window.findAll(again.editor("b.txt"))).length === 2);
  expect(await again.has(again.tab("a.txt")), "its tab is there").toBe(true);
  const sidebar = await (await again.window.find("[data-testid=sidebar]")).rect();
  expect(sidebar.width, "the sidebar has its width").toBe(before);
  await again.window.waitForElement("[data-testid=log-panel]");
});

test("when the window is killed, nothing of it is left after two seconds", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.window.waitForElement("[data-testid=status-sidecar][data-state=ready]");
  await page.newTerminal();
  await page.window.type("sleep 1234 & (trap '' HUP TERM; sleep 2345) & echo runs\n");
  await waitFor("the shell", async () => (await page.screenRows()).some((row) => row.startsWith("runs")));
  const window = await processOf(home, new RegExp(`^${programs.window} (?!--keep-sessions)`));
  const names = (await runningOf(home)).map(({ command }) => command);
  expect(
    names.filter((name) => /tenon_sidecar|sleep|WebKitWebProcess/.test(name)).length,
  ).toBeGreaterThanOrEqual(4);
  process.kill(window.pid, "SIGKILL");
  await ended(home, 2_000);
});
