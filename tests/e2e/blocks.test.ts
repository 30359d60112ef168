import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

interface Drawn {
  outcome: string;
  about: string;
}

/** The blocks that are drawn, from top to bottom. */
const blocks = (page: Page): Promise<Drawn[]> =>
  page.window.execute(`return [...document.querySelectorAll("[data-testid=block]")]
    .map((edge) => ({ outcome: edge.dataset.outcome, about: edge.getAttribute("aria-label") }))`);

const outcomes = async (page: Page): Promise<string> =>
  (await blocks(page)).map(({ outcome }) => outcome).join(" ");

const selected = (page: Page): Promise<number> =>
  page.window.execute(`return [...document.querySelectorAll("[data-testid=block]")]
    .findIndex((edge) => edge.getAttribute("aria-pressed") === "true")`);

/** Runs a command and waits for the block that it becomes. */
async function command(page: Page, typed: string, drawn: string): Promise<void> {
  await page.window.type(`${typed}\n`);
  await waitFor(`the blocks ${drawn}`, async () => (await outcomes(page)) === drawn);
}

test("commands become blocks that are walked through, copied, searched and run again", async () => {
  const home = await stage.home({ "sub/a.txt": "a\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await command(page, "echo one; echo two", "ok");
  await command(page, "cd sub", "ok ok");
  await command(page, "sh -c 'echo \"error: broken\" >&2; exit 3'", "ok ok failed");
  await waitFor("the status, folder and time", async () => {
    const [, , last] = await blocks(page);
    return /× 3 · [\d.]+ m?s · .*sub/.test(last?.about ?? "");
  });

  await page.window.press("ctrl+up");
  await waitFor("the last one", async () => (await selected(page)) === 2);
  await page.window.press("ctrl+up", "ctrl+up");
  await waitFor("the first one", async () => (await selected(page)) === 0);
  await page.run("Terminal: Copy Output of Command");
  const clipboard = (): Promise<string> =>
    page.window.executeAsync(`const done = arguments[0];
      window.__TAURI_INTERNALS__.invoke("clipboard_read", { params: {} }).then(({ text }) => done(text), String)`);
  await waitFor("the copied output", async () => (await clipboard()) === "one\ntwo");
  await page.click("[data-testid=terminal]");

  await page.window.press("ctrl+r");
  await page.window.waitForElement("[data-testid=runs-input]");
  await page.window.type("broken");
  await page.says("[data-testid=runs] [role=option][aria-selected=true]", "error: broken");
  await page.says("[data-testid=run-preview]", "error: broken");
  await page.window.press("alt+2");
  await page.says("[data-testid=runs] [role=option][aria-selected=true]", "× 3");
  await page.window.press("enter");
  await page.gone("[data-testid=runs]");
  await page.terminalShows(/^\$ sh -c .*exit 3'$/);
  await page.window.press("enter");
  await waitFor("a second failure", async () => (await outcomes(page)) === "ok ok failed failed");

  await page.window.press("ctrl+up");
  await waitFor("the last one", async () => (await selected(page)) === 3);
  await page.run("Terminal: Run Command Again");
  await waitFor("a third failure", async () => (await outcomes(page)) === "ok ok failed failed failed");
});

test("a program that writes to the clipboard is asked about, and one that reads it hears nothing", async () => {
  const home = await stage.home();
  await writeFile(
    join(home.project, "ask.sh"),
    "printf '\\033]52;c;%s\\007' \"$(printf hostile | base64)\"\n",
  );
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("sh ask.sh\n");
  await page.says("[data-testid=clipboard-bar]", "hostile");
  // The keys are the terminal's while it is asked.
  await page.window.type("echo typed on\n");
  await waitFor("what was typed", async () => (await page.screenRows()).includes("typed on"));
  await page.says("[data-testid=clipboard-bar]", "hostile");
  await page.window.press("f6", "enter");
  await page.gone("[data-testid=clipboard-bar]");
  await page.window.type("printf '\\033]52;c;?\\007\\033]0;touch evil\\007\\033[21t'; echo done\n");
  await waitFor("the end", async () => (await page.screenRows()).includes("done"));
  await page.terminalShows(/^\$$/);
  expect((await page.screenRows()).join("\n")).not.toMatch(/\]l|aG9zdGlsZQ/);
});
