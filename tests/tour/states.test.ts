import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "vitest";
import type { Page } from "../e2e/page";
import { useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { lines, makeProject } from "./project";
import { sizes } from "./sizes";

async function trusted(page: Page): Promise<void> {
  await page.click("[data-testid=trust-yes]");
  await page.gone("[data-testid=trust-bar]");
  await page.window.waitForElement("[data-testid=status-branch]");
}

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("what stands between the file and the text", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await trusted(page);
    await page.openFile("README.md", ":1:1");
    await page.window.type("More: ");
    await page.window.waitForElement(`${page.tab("README.md")}[data-dirty=true]`);
    // The file system's clock runs up to a tick behind.
    const before = Date.now() - 20;
    await home.write({ "README.md": "# Riffle\n\nSomebody else wrote this.\n" });
    await page.window.waitForElement("[data-testid=disk-bar]");
    await camera.take("30-disk-bar");
    await (await page.button("[data-testid=disk-bar]", "Compare")).click();
    await page.window.waitForElement(".compare-panel .cm-line");
    await camera.take("31-compare");
    await page.openFile("README.md", ":1:1");
    await page.run("Local History: Show Versions");
    // The newest one equals the file; the one before shows what differs.
    await page.click(".history-row:nth-of-type(2)");
    await page.window.waitForElement(".history-chosen .cm-line");
    await camera.take("35-local-history");
    await page.run("Local History: Restore to a Moment");
    await page.choose("Another", /Another Moment/);
    await page.window.waitForElement("[data-testid=dialog-input]");
    await page.window.type(String(before));
    await page.window.press("enter");
    await page.window.waitForElement("[data-testid=restore-panel]");
    await camera.take("36-restore-to-a-moment");
    await page.run("Profile: Switch");
    await page.window.waitForElement("[data-testid=palette]");
    await camera.take("33-profiles");
    await page.window.press("escape");
    await page.run("Profile: Create");
    await page.window.waitForElement("[data-testid=dialog-input]");
    await page.window.type(" ");
    await camera.take("34-input-with-fault");
    await page.window.press("escape");
  });

  test("menus and the tree", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await trusted(page);
    await page.openFile(lines);
    await page.run("File: Show in Explorer");
    await page.click(page.row("assets"));
    await page.display.click(await page.middle(page.row("assets/table.bin")), 3);
    await page.window.waitForElement("[role=menu]");
    await camera.take("40-tree-menu");
    await page.window.press("escape");
    await page.display.click(await page.middle(".cm-line:nth-child(8)"), 3);
    await page.window.waitForElement("[role=menu]");
    await camera.take("41-editor-menu");
    await page.window.press("escape");
    await page.display.click(await page.middle(page.tab(lines)), 3);
    await page.window.waitForElement("[role=menu]");
    await camera.take("42-tab-menu");
    await page.window.press("escape");
    await page.click(".top-mark");
    await page.window.waitForElement("[role=menu]");
    await page.window.press("right");
    await camera.take("43-menu");
    await page.window.press("escape", "escape");
    await page.click("[data-testid=status-sidecar]");
    await page.window.waitForElement("[role=menu]");
    await camera.take("44-sidecar-menu");
    await page.window.press("escape");
    await page.click("[data-testid=status-meaning]");
    await page.window.waitForElement("[role=menu]");
    await camera.take("47-meaning-menu");
    await page.window.press("escape");
    await page.click(page.row("README.md"));
    await page.window.press("ctrl+shift+e", "f2");
    await page.window.waitForElement(".tree-input input:focus");
    await page.window.press("ctrl+a");
    await page.window.type("Cargo.toml");
    await camera.take("45-rename-with-fault");
    await page.window.press("escape", "delete");
    await page.window.waitForElement("[data-testid=notice]");
    await page.click("[data-testid=notice] .notice-message");
    await camera.take("46-notice");
    await page.window.press("shift+escape");
  });

  test("what went wrong", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home, { env: { TENON_SIDECAR_PYTHON: "/nowhere/python" } });
    const camera = makeCamera(page, home, size);
    await page.click("[data-testid=trust-no]");
    await page.window.waitForElement("[data-testid=status-sidecar][data-state=degraded]");
    await page.openFile(lines);
    await camera.take("50-restricted-and-sidecar-degraded");
    await page.click("[data-testid=status-sidecar]");
    await page.window.waitForElement("[role=menu]");
    await camera.take("51-sidecar-degraded-menu");
    await page.window.press("escape");
    await page.run("Search: Search by Meaning");
    await page.window.waitForElement("[data-testid=search-input]:focus");
    await page.window.type("where is room made for a line");
    await page.window.waitForElement("[data-testid=search-text-only]");
    await camera.take("56-text-only");
    await page.click("[data-testid=status-meaning]");
    await page.window.waitForElement("[role=menu]");
    await camera.take("57-meaning-failed-menu");
    await page.click('[role=menuitem][data-command="settings.open"]');
    await page.says('[data-setting="embeddings.enabled"] .setting-fault', /\S/);
    await camera.take("58-settings-of-meaning");
    await page.window.press("ctrl+w");
    await page.run("Settings: Open");
    await camera.take("52-settings-with-fault", { "editor.tabSize": 400 });
    await page.window.press("ctrl+w");
    await page.newTerminal();
    await page.window.type("exit 3\n");
    await page.says(".terminal-ended", /3/);
    await camera.take("53-terminal-ended");
  });

  test("a sidecar that dies at once for ever", async () => {
    const home = await makeProject(stage);
    const python = join(home.root, "python");
    await writeFile(python, "#!/bin/sh\nexit 1\n");
    await chmod(python, 0o755);
    const page = await stage.open(home, { env: { TENON_SIDECAR_PYTHON: python } });
    const camera = makeCamera(page, home, size);
    await trusted(page);
    await page.window.waitForElement("[data-testid=status-sidecar][data-state=failed]", 60_000);
    await camera.take("54-sidecar-failed");
  });

  test("a folder that is not there", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home, { args: [join(home.root, "missing")] });
    await makeCamera(page, home, size).take("55-folder-missing");
  });
});
