import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const blocks = (page: Page): Promise<number> =>
  page.window.execute(`return document.querySelectorAll("[data-testid=block]").length`);

async function command(page: Page, typed: string, count: number): Promise<void> {
  await page.window.type(`${typed}\n`);
  await waitFor(`${count} commands`, async () => (await blocks(page)) === count);
}

/** The rows of the terminal with folded outputs. */
const foldedRows = (page: Page): Promise<string[]> =>
  page.window.execute(`return [...document.querySelectorAll(".fold-row")].map((row) => row.textContent)`);

test("a command is linked to a file, led to from its link, and shown in the history", async () => {
  const home = await stage.home({ "notes/why.md": "because\n" });
  const page = await stage.open(home);
  await page.newTerminal();
  await command(page, "echo linked", 1);
  await page.run("Terminal: Link Command To…");
  await page.choose("why", "why.md");
  await page.says("[data-testid=block-link]", "notes/why.md");
  await page.click("[data-testid=block-link]");
  await page.showsText("notes/why.md", "because\n");
  const { stdout } = await stage.tenon(home, "link", "list", "--json");
  const link = JSON.parse(stdout) as { from: string; toFile: string };
  expect(link.toFile).toBe("notes/why.md");

  await page.window.press("ctrl+p");
  await page.choose(link.from, `Show ${link.from}`);
  await page.says("[data-testid=run-output]", "linked");
  await page.says("[data-testid=links]", "notes/why.md");
  await page.click("[data-testid=links] .link-remove");
  await page.gone("[data-testid=links]");
});

test("outputs fold to a line, also after a reload, and what was erased does not come back", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.newTerminal();
  await page.window.type("echo before; printf '\\033[H\\033[2J'; echo erased\n");
  await waitFor("an empty screen", async () => (await page.screenRows())[0] === "erased");
  // What was written after the erasing is a block of its own.
  await command(page, "seq 5", 2);
  await page.window.press("ctrl+shift+[");
  await page.says("[data-testid=fold-gap]", "5 lines folded");
  await page.window.type("echo typed on\n");
  await waitFor("what is typed", async () => (await foldedRows(page)).includes("typed on"));
  await page.window.refresh();
  await page.ready();
  await page.says("[data-testid=fold-gap]", "5 lines folded");
  const rows = (await foldedRows(page)).join("\n");
  expect(rows).not.toContain("before");
  await page.click("[data-testid=fold-gap]");
  await page.gone("[data-testid=fold-view]");
  await waitFor("all of it", async () => (await page.screenRows()).includes("5"));
});
