import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage({ width: 1024, height: 700 });

interface Header {
  run: string;
  /** The row of the screen that it stands in, and pixels between the row's text and it. */
  row: number;
  room: number;
  buttons: string[];
}

const headers = (page: Page): Promise<Header[]> =>
  page.window.execute(`
    const folded = [...document.querySelectorAll(".fold-row")];
    const rows = folded.length > 0 ? folded : [...document.querySelectorAll(".xterm-rows > div")];
    return [...document.querySelectorAll("[data-testid=block-header]")].map((header) => {
      const box = header.getBoundingClientRect();
      const row = rows.findIndex((each) => {
        const { top, bottom } = each.getBoundingClientRect();
        const middle = (box.top + box.bottom) / 2;
        return top <= middle && middle < bottom;
      });
      const spans = [...(rows[row]?.querySelectorAll(":scope > span") ?? [])];
      const written = spans.filter((span) => span.textContent.trim() !== "");
      const right = Math.max(0, ...written.map((span) => span.getBoundingClientRect().right));
      const buttons = [...header.querySelectorAll("button")].map((button) => button.getAttribute("aria-label"));
      return { run: header.dataset.run, row, room: box.left - right, buttons };
    })`);

const edges = (page: Page): Promise<number> =>
  page.window.execute(`return document.querySelectorAll("[data-testid=block]").length`);

async function command(page: Page, typed: string, count: number): Promise<void> {
  await page.window.type(`${typed}\n`);
  await waitFor(`${count} commands`, async () => (await edges(page)) === count);
}

test("headers cover no text of a long command, at any width", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await command(page, "true", 1);
  await command(page, `echo ${"a b ".repeat(48)}end`, 2);
  const check = async (about: string): Promise<void> => {
    // The rows of a new size are drawn before the headers follow them.
    await waitFor(`headers beside all text ${about}`, async () => {
      const found = await headers(page);
      return found.length === 2 && found.every(({ room }) => room >= 0);
    });
  };
  await check("as it opens");
  const [quiet, wordy] = await headers(page);
  expect(quiet?.buttons, "it wrote nothing").not.toContain("Collapse Output");
  expect(wordy?.buttons).toContain("Collapse Output");
  await page.window.press("ctrl+b");
  await check("without the sidebar");
  await page.run("Terminal: Split");
  await waitFor("two terminals", () =>
    page.window.execute<boolean>(`return document.querySelectorAll("[data-testid=terminal]").length === 2`),
  );
  await check("in half of the room");
});

test("after a clear the next command has its header, and folds leave it with what it does", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await command(page, "seq 40", 1);
  await page.run("Terminal: Clear");
  await waitFor("no command", async () => (await edges(page)) === 0);
  await page.click("[data-testid=terminal]");
  await command(page, "seq 5", 1);
  await waitFor("its header in the first row", async () => (await headers(page))[0]?.row === 0);
  await page.window.type("seq 60\n");
  await waitFor("its end", async () => (await page.screenRows()).includes("60"));
  await page.terminalShows(/^[$❯]$/);
  await page.window.press("ctrl+up", "ctrl+up", "ctrl+shift+[");
  await page.says("[data-testid=fold-gap]", "5 lines folded");
  await waitFor("both headers", async () => {
    const [first] = await headers(page);
    return first?.row === 0 && first.buttons.includes("Expand Output");
  });
  expect(await page.has("[data-testid=block][aria-pressed=true]"), "it is the chosen one").toBe(true);
  await page.run("Terminal: Scroll to Bottom");
  await page.says("[data-testid=block-sticky]", "seq 60");
  await page.click("[data-testid=block-sticky]");
  await page.gone("[data-testid=block-sticky]");
  await page.run("Terminal: Scroll to Top");
  await page.click("[data-testid=block-header] [aria-label='Expand Output']");
  await page.gone("[data-testid=fold-view]");
});
