import { existsSync } from "node:fs";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

/** A place on the screen inside of the row that holds a text. */
async function placeOf(page: Page, text: string): Promise<{ x: number; y: number }> {
  const script = `const row = [...document.querySelectorAll("[data-testid=terminal] .xterm-rows > div")]
      .find((row) => row.offsetParent && row.textContent.startsWith(arguments[0]));
    const box = row?.getBoundingClientRect();
    return box && { x: box.left + 24, y: box.top + box.height / 2 }`;
  const inPage = await waitFor(`a row with ${text}`, () =>
    page.window.execute<{ x: number; y: number } | null>(script, text),
  );
  const origin = await page.display.origin();
  return { x: origin.x + inPage.x, y: origin.y + inPage.y };
}

/** A browser that writes down what it was to open. */
async function pretendBrowser(
  home: Home,
): Promise<{ env: NodeJS.ProcessEnv; opened: () => Promise<string> }> {
  const [folder, log] = [join(home.root, "bin"), join(home.root, "opened")];
  await mkdir(folder);
  await writeFile(log, "");
  for (const name of ["xdg-open", "gio", "gnome-open", "kde-open"]) {
    await writeFile(join(folder, name), `#!/bin/sh\nfor last; do :; done\necho "$last" >> '${log}'\n`);
    await chmod(join(folder, name), 0o755);
  }
  return { env: { PATH: `${folder}:${process.env["PATH"]}` }, opened: () => readFile(log, "utf8") };
}

test("what is typed into a terminal runs in the workspace, and its echo is seen", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("echo from $PWD > out.txt; cat out.txt\n");
  await waitFor("the output", async () => (await page.screenRows()).includes(`from ${home.project}`));
  expect((await home.read("out.txt")).toString()).toBe(`from ${home.project}\n`);
  await page.says(page.row("out.txt"), "out.txt");
});

test("a shell that ends says how, and starts again on demand", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("exit 3\n");
  await page.says(".terminal-ended", /3/);
  await (await page.button(".terminal-ended", "Restart")).click();
  await page.gone(".terminal-ended");
  await page.terminalShows(/^\$$/);
});

test("a terminal in which something runs asks before it is ended", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("sleep 4321\n");
  await page.says(".tab[data-panel-kind=terminal]", "sleep");
  await page.run("Terminal: Kill");
  await page.says("[data-testid=dialog]", "End sleep?");
  await page.click("[data-testid=dialog] [data-answer=keep]");
  await page.gone("[data-testid=dialog]");
  expect(await page.has("[data-testid=terminal]"), "it goes on").toBe(true);
  await page.run("Terminal: Kill");
  await page.click("[data-testid=dialog] [data-answer=end]");
  await page.gone("[data-testid=terminal]");
});

test("a place in output opens in the editor with Ctrl+click", async () => {
  const home = await stage.home({ "src/lib.rs": "one\ntwo\nthree\nfour\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("clear; echo src/lib.rs:3:2 is where it broke\n");
  const place = await placeOf(page, "src/lib.rs:3:2");
  await page.display.move(place);
  await page.window.waitForElement(".terminal-tip:not([hidden])");
  await page.display.clickWith("ctrl", place);
  await page.window.waitForElement(page.editor("src/lib.rs"));
  await page.says("[data-testid=status-cursor]", "Ln 3, Col 2");
});

test("only web addresses are handed to the browser", async () => {
  const home = await stage.home();
  const { env, opened } = await pretendBrowser(home);
  const page = await stage.open(home, { env });
  await page.newTerminal();
  await page.window.type(
    "clear; printf '\\e]8;;file:///etc/passwd\\e\\\\not-web\\e]8;;\\e\\\\\\n'; echo http://localhost/web\n",
  );
  const bad = await placeOf(page, "not-web");
  await page.display.move(bad);
  await page.display.clickWith("ctrl", bad);
  const good = await placeOf(page, "http://localhost/web");
  await page.display.move(good);
  await page.window.waitForElement(".terminal-tip:not([hidden])");
  await page.display.clickWith("ctrl", good);
  await waitFor("the browser", async () => (await opened()) !== "");
  expect(await opened()).toBe("http://localhost/web\n");
  const asked = `const done = arguments[0];
    window.__TAURI_INTERNALS__.invoke("link_open", { params: { url: "file:///etc/passwd" } })
      .then(() => done("opened"), (fault) => done(fault.code))`;
  expect(await page.window.executeAsync(asked), "the core refuses it too").toBe("permission");
});

test("a match that was chosen in the find bar leaves no mark behind when the terminal is resized", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("echo limit limit\n");
  await page.terminalShows(/^[$❯]$/);
  const marked = (): Promise<number> =>
    page.window.execute(
      `return document.querySelectorAll("[data-testid=terminal] .xterm-selection div").length`,
    );
  await page.window.press("ctrl+f");
  await page.window.waitForElement(".terminal-find");
  await page.window.type("limit");
  await page.says(".terminal-find-result", /of/);
  await waitFor("the chosen match", async () => (await marked()) > 0);
  await page.window.press("escape");
  await waitFor("no mark", async () => (await marked()) === 0);
  await page.window.press("ctrl+shift+5");
  const shells = async (): Promise<number> => (await page.window.findAll("[data-testid=terminal]")).length;
  await waitFor("two terminals", async () => (await shells()) === 2);
  await page.terminalShows(/^[$❯]$/);
  expect(await marked()).toBe(0);
});

test("a flood that nobody sees runs to its end, and is there when the terminal is shown again", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  // More than is ever on the way to a window.
  await page.window.type(
    "while [ ! -e go ]; do sleep 0.1; done; seq 400000; echo flood over; touch over; cat\n",
  );
  await page.newTerminal();
  await writeFile(join(home.project, "go"), "");
  await waitFor("the flood's end", async () => existsSync(join(home.project, "over")));
  await page.window.press("ctrl+pageup");
  await page.terminalShows(/^flood over$/);
  await waitFor("its last lines", async () => (await page.screenRows()).includes("400000"));
  await page.window.type("typed\n");
  await page.terminalShows(/^typed$/);
});
