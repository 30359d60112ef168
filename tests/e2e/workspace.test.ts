import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import { countColours } from "./picture";
import { programs, useStage } from "./stage";

const stage = useStage();

/** The window's program without the rights that let the superuser read everything. */
async function asAnybody(home: Home): Promise<string> {
  if (process.getuid?.() !== 0) return programs.window;
  const script = join(home.root, "as-anybody");
  const dropped = "setpriv --bounding-set=-dac_override,-dac_read_search";
  await writeFile(script, `#!/bin/sh\nexec ${dropped} '${programs.window}' "$@"\n`);
  await chmod(script, 0o755);
  return script;
}

test("a folder that is missing is said to be so, and another one can be opened", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home, { args: [join(home.project, "missing")] });
  await page.says("[data-testid=no-workspace]", "The folder could not be opened.");
  await page.says("[data-testid=no-workspace]", /missing.*(not|no) /);
  await page.button("[data-testid=no-workspace]", /^Open Folder…/);
});

test("a file is opened in its folder", async () => {
  const home = await stage.home({ "a.txt": "a\n", "b.txt": "" });
  const page = await stage.open(home, { args: [join(home.project, "a.txt")] });
  await page.window.waitForElement(page.row("b.txt"));
  await page.window.waitForElement(page.tab("a.txt"));
});

test("a folder that must not be read is said to be so", async () => {
  const home = await stage.home();
  const locked = join(home.project, "locked");
  await mkdir(locked, { mode: 0o000 });
  const page = await stage.open(home, { args: [locked], application: await asAnybody(home) });
  await page.says("[data-testid=no-workspace]", "The folder could not be opened.");
  await page.says("[data-testid=no-workspace]", /locked/);
  await chmod(locked, 0o755);
});

test("the folder is asked about once, and the answer is kept", async () => {
  const home = await stage.home({ "a.txt": "" });
  const page = await stage.open(home);
  await page.says("[data-testid=trust-bar]", "Do you trust the authors of project?");
  await page.says("[data-testid=status-restricted]", "Restricted");
  await page.click("[data-testid=trust-yes]");
  await page.gone("[data-testid=trust-bar]");
  await page.gone("[data-testid=status-restricted]");
  await page.window.refresh();
  await page.ready();
  expect(await page.has("[data-testid=trust-bar]")).toBe(false);
});

test("the window that was built shows a picture, with its fonts, and loads nothing from elsewhere", async () => {
  const home = await stage.home({ "a.rs": "fn main() {}\n" });
  const page = await stage.open(home);
  await page.openFile("a.rs");
  await waitFor("a picture", async () => countColours(await page.window.screenshot()) > 50);
  const fonts = `const done = arguments[0]; document.fonts.ready.then(() =>
    done([...document.fonts].filter((font) => font.status === "loaded").map((font) => font.family)))`;
  const loaded = (await page.window.executeAsync<string[]>(fonts)).map((name) => name.replaceAll('"', ""));
  expect(loaded).toContain("JetBrains Mono");
  expect(loaded.some((name) => name.startsWith("Inter"))).toBe(true);
  const places =
    "return performance.getEntriesByType('resource').map((entry) => new URL(entry.name).protocol)";
  const kinds = new Set(await page.window.execute<string[]>(places));
  expect([...kinds].filter((kind) => !["tauri:", "ipc:", "blob:"].includes(kind))).toEqual([]);
});
