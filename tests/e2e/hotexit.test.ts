import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import { processOf, runningOf } from "./running";
import { programs, useStage } from "./stage";

const stage = useStage();

const ended = (home: Home): Promise<boolean> =>
  waitFor("everything to have ended", async () => (await runningOf(home)).length === 0);

test("text, cursor and undo come back after the window was killed", async () => {
  const home = await stage.home({ "a.txt": "one\ntwo\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":2:2");
  await page.window.type("TYPED");
  await page.showsText("a.txt", "one\ntTYPEDwo\n");
  await page.window.press("ctrl+n");
  await page.window.waitForElement("[data-testid=editor]:not([data-path]) .cm-content:focus");
  await page.window.type("a draft");
  await waitFor("both to be kept", async () => {
    const { stdout } = await stage.tenon(home, "buffers", "--text", "--json");
    return stdout.includes("tTYPEDwo") && stdout.includes("a draft");
  });
  // The layout names the tabs, and where each stands, a moment after they changed.
  await waitFor("the tabs to be kept", async () => {
    const { stdout } = await stage.tenon(home, "sessions", "--json");
    return stdout.includes("a.txt") && stdout.includes("Untitled-1");
  });
  const window = await processOf(home, new RegExp(`^${programs.window} (?!--keep-sessions)`));
  process.kill(window.pid, "SIGKILL");
  await ended(home);

  const again = await stage.open(home);
  await again.click(again.tab("a.txt"));
  await again.showsText("a.txt", "one\ntTYPEDwo\n");
  expect(await again.has(`${again.tab("a.txt")}[data-dirty=true]`), "it is still not saved").toBe(true);
  expect(await again.has(`${again.tab("Not saved yet")}[data-dirty=true]`), "and so is the draft").toBe(true);
  expect((await home.read("a.txt")).toString()).toBe("one\ntwo\n");
  await again.says("[data-testid=status-cursor]", /2/);
  await again.click(`${again.editor("a.txt")} .cm-content`);
  // Letters that a slow machine took far apart are a step each.
  await waitFor("undo to lead back", async () => {
    await again.window.press("ctrl+z");
    return (await again.lines("a.txt")).join("\n") === "one\ntwo\n";
  });
});

test("closing the window asks nothing, and the text is there at the next start", async () => {
  const home = await stage.home({ "a.txt": "one\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("new ");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  await page.display.key("alt+F4");
  await ended(home);
  expect((await home.read("a.txt")).toString()).toBe("one\n");
  const again = await stage.open(home);
  await again.showsText("a.txt", "new one\n");
});
