import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { programs, useStage } from "./stage";

const stage = useStage();

test("the command line sees what the window holds", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.openFile("a.txt", ":1:1");
  await page.window.type("b");
  await page.window.waitForElement(`${page.tab("a.txt")}[data-dirty=true]`);
  const seen = JSON.parse((await stage.tenon(home, "status", "--json")).stdout) as unknown;
  expect(seen).toMatchObject({ running: true, terminals: 1, unsaved: 1 });
  const files = (await stage.tenon(home, "files", "--json")).stdout.trim().split("\n");
  expect(files.map((line) => JSON.parse(line) as unknown)).toEqual([{ path: "a.txt" }]);
  const read = await stage.tenon(home, "read", "a.txt", "--json");
  expect(JSON.parse(read.stdout), "what is on disk").toMatchObject({
    path: "a.txt",
    ok: true,
    size: 2,
    text: "a\n",
  });
});

test("the command line shows a place in the window that is open, without a session bus", async () => {
  const home = await stage.home({ "a.txt": "one\ntwo\nthree\n" });
  const page = await stage.open(home);
  // A home's own environment names neither a display nor a bus.
  const options = { cwd: home.project, env: home.env };
  const opened = await promisify(execFile)(programs.commandLine, ["open", "a.txt:2:3", "--json"], options);
  expect(JSON.parse(opened.stdout)).toMatchObject({ line: 2, column: 3 });
  await page.says("[data-testid=status-cursor]", "Ln 2, Col 3");
});

/** Two windows of two processes on one workspace: each has a session bus of its own. */
async function two(): Promise<{ first: Page; second: Page; read: () => Promise<string> }> {
  const home = await stage.home({ "a.txt": "one\n", "b.txt": "b\n" });
  const first = await stage.open(home);
  const second = await stage.open(home, { display: await stage.anotherDisplay() });
  return { first, second, read: async () => (await home.read("a.txt")).toString() };
}

test("an edit in one window appears in the other", async () => {
  const { first, second, read } = await two();
  await first.openFile("a.txt", ":1:1");
  await second.openFile("a.txt", ":1:4");
  await second.says("[data-testid=status-cursor]", "Ln 1, Col 4");
  await first.window.type("zero ");
  await second.showsText("a.txt", "zero one\n");
  await second.window.type("!");
  await first.showsText("a.txt", "zero one!\n");
  await second.window.press("ctrl+s");
  await waitFor("the save", async () => (await read()) === "zero one!\n");
  await first.gone(`${first.tab("a.txt")}[data-dirty=true]`);
});

test("the second window has the workspace's files, git state and terminals of its own", async () => {
  const { first, second } = await two();
  await second.window.waitForElement(second.row("b.txt"));
  await second.newTerminal();
  await second.window.type("echo from the second > c.txt\n");
  await first.window.waitForElement(first.row("c.txt"));
  await second.window.waitForElement("[data-testid=status-sidecar][data-state=ready]");
});
