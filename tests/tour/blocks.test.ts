import { describe, test } from "vitest";
import { waitFor } from "../e2e/driver";
import type { Page } from "../e2e/page";
import { useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { makeProject } from "./project";
import { sizes } from "./sizes";

const outcomes = (page: Page): Promise<string> =>
  page.window.execute(`return [...document.querySelectorAll("[data-testid=block]")]
    .map((edge) => edge.dataset.outcome).join(" ")`);

async function run(page: Page, typed: string, drawn: RegExp): Promise<void> {
  await page.window.type(`${typed}\n`);
  await waitFor(`the blocks ${drawn}`, async () => drawn.test(await outcomes(page)));
}

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("commands of a terminal and their history", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await page.window.waitForElement("[data-testid=status-branch]");
    await page.click("[data-testid=trust-yes]");
    await page.newTerminal();
    await page.window.press("ctrl+r");
    await page.says("[data-testid=runs]", "No command was recorded yet.");
    await camera.take("70-history-empty");
    await page.window.press("escape");
    await run(page, "git log --oneline", /^ok$/);
    await run(page, "cd crates/searcher", /^ok ok$/);
    await run(page, "sh -c 'echo error: src/lines.rs:57:21 is too short >&2; exit 101'", /^ok ok failed$/);
    await run(page, "sleep 600", /running$/);
    await camera.take("71-blocks");
    await page.window.press("ctrl+c");
    await waitFor("its end", async () => !(await outcomes(page)).includes("running"));
    await page.window.press("ctrl+up", "ctrl+up");
    await camera.take("72-block-selected");
    await page.window.press("escape");
    await run(page, "seq 200", /ok$/);
    await page.window.press("shift+pageup");
    await page.window.waitForElement("[data-testid=block-sticky]");
    await camera.take("73-sticky-command");
    await page.window.press("ctrl+r");
    await page.window.type("s");
    await page.says("[data-testid=runs] [role=option]", "s");
    await camera.take("74-history");
    await page.window.press("alt+2");
    await page.says("[data-testid=runs] [role=option][aria-selected=true]", "×");
    await camera.take("75-history-filtered");
    await page.window.press("escape");
    await page.run("Terminal: Collapse All Outputs");
    await page.window.waitForElement("[data-testid=fold-gap]");
    await camera.take("76-folded");
    await page.run("Terminal: Expand All Outputs");
    await page.gone("[data-testid=fold-view]");
    await page.window.press("ctrl+up", "ctrl+up", "ctrl+up", "ctrl+up", "ctrl+up");
    await page.run("Terminal: Link Command To…");
    await page.window.waitForElement("[data-testid=palette-input]");
    await page.window.type("lin");
    await page.says("[data-testid=palette] [role=option][aria-selected=true]", "lin");
    await camera.take("77-link-to");
    await page.window.press("enter");
    await page.window.waitForElement("[data-testid=block-link]");
    await camera.take("78-linked");
    await page.run("Terminal: Show Command in History");
    await page.window.waitForElement("[data-testid=links]");
    await camera.take("79-history-linked");
  });
});
