import { describe, test } from "vitest";
import { waitFor } from "../e2e/driver";
import type { Page } from "../e2e/page";
import { useStage } from "../e2e/stage";
import { makeCamera } from "./camera";
import { lines, makeProject, toolchain } from "./project";
import { sizes } from "./sizes";

async function ready(page: Page): Promise<void> {
  await page.window.waitForElement("[data-testid=status-sidecar][data-state=ready]");
  await page.window.waitForElement("[data-testid=status-branch]");
}

/** Runs the project's tests, one of which fails, and waits for the prompt behind their output. */
async function failingTests(page: Page): Promise<void> {
  await page.newTerminal();
  await page.window.type("cargo test --lib -p riffle-searcher\n");
  const over = async (): Promise<boolean> =>
    (await page.screenRows()).some((row) => row.startsWith("error: "));
  await waitFor("the failed test", over, 60_000);
  await page.terminalShows(/^❯$/);
}

describe.each(sizes)("at $width × $height", (size) => {
  const stage = useStage(size);

  test("the rooms of the window", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home, { env: toolchain });
    const camera = makeCamera(page, home, size);
    await ready(page);
    await camera.take("01-trust-and-welcome");
    await page.click("[data-testid=trust-yes]");
    await page.gone("[data-testid=trust-bar]");
    await camera.take("02-welcome");

    await page.openFile(lines, ":57:21");
    await page.window.press("ctrl+k", "enter");
    await page.openFile("crates/searcher/src/sink.rs");
    await page.openFile("crates/printer/src/lib.rs");
    await failingTests(page);
    await page.openFile(lines, ":57:21");
    await page.window.type(" ");
    await page.window.press("backspace");
    await page.run("File: Show in Explorer");
    await page.openFile(lines, ":57:21");
    await page.window.waitForElement(".change-mark");
    await camera.take("03-explorer-editor-terminal");

    await page.openFile("notes/line-buffer.md");
    await page.run("View: Split Right");
    await page.openFile(lines, ":57:21");
    await camera.take("04-split-editors");
    await page.window.press("ctrl+p");
    await page.window.waitForElement("[data-testid=palette-input]");
    await camera.take("05-quick-open-recent");
    await page.window.type("sealin");
    await page.says("[data-testid=palette] [aria-selected=true]", "lines.rs");
    await camera.take("06-quick-open-matches");
    await page.window.press("escape");
    await page.window.press("ctrl+shift+p");
    await page.window.waitForElement("[data-testid=palette] [role=option]");
    await camera.take("07-palette");
    await page.window.type("split");
    await camera.take("08-palette-matches");
    await page.window.press("escape");
    await page.window.press("ctrl+h");
    await page.window.waitForElement(".search-panel");
    await page.window.type("limit");
    await page.says(".search-count", /\d/);
    await camera.take("09-find-and-replace");
    await page.window.press("escape");
    await page.click("[data-testid=terminal]");
    await page.window.press("ctrl+f");
    await page.window.waitForElement(".terminal-find");
    await page.window.type("limit");
    await page.says(".terminal-find-result", /of/);
    await camera.take("10-find-in-terminal");
    await page.window.press("escape");
    await page.window.press("ctrl+shift+5");
    await waitFor(
      "two terminals",
      async () => (await page.window.findAll("[data-testid=terminal]")).length === 2,
    );
    await camera.take("11-split-terminals");
    await page.openFile(lines);
    await page.window.press("ctrl+s");
    await page.run("View: Show Timeline");
    await page.says("[data-testid=timeline]", "Terminal with");
    await camera.take("13-timeline");
    await page.window.press("ctrl+shift+f");
    await page.window.waitForElement("[data-testid=search-input]:focus");
    await page.window.type("limit");
    await page.says("[data-testid=search-found]", /results in \d+ files/);
    await camera.take("14-search");
    await page.window.waitForElement("[data-testid=status-meaning][data-state=ready]");
    await page.window.press("alt+m");
    await page.window.waitForElement(".search-place");
    await camera.take("19-search-by-meaning");
    await page.window.press("alt+m");
    await page.window.press("ctrl+shift+h");
    await page.click("[data-testid=search-replacement]");
    await page.window.type("bound");
    await page.says("[data-testid=search-replace-all]", /Replace \d+ hits/);
    await camera.take("15-replace");
    await page.window.press("ctrl+t");
    await page.window.waitForElement("[data-testid=palette-input]");
    await page.window.type("step");
    await page.says("[data-testid=palette] [aria-selected=true]", "LineStep");
    await camera.take("16-symbols");
    await page.window.press("shift+f10");
    await page.window.waitForElement("[role=menu]");
    await camera.take("27-symbol-menu");
    await page.window.press("escape", "escape");
    await page.window.press("ctrl+p");
    await page.window.waitForElement("[data-testid=palette-input]");
    await page.window.type("limit lang:rust");
    await page.says("[data-testid=palette]", "Show all in the Search view");
    await camera.take("17-query");
    await page.window.press("escape");
    await page.window.press("ctrl+shift+e");
    await camera.take("12-zoomed", { "workbench.zoom": 1.5 });
    await page.run("Search: Edit Results");
    await page.window.waitForElement("[data-testid=search-editor] .cm-content:focus");
    await page.window.press("ctrl+home", "down", "down");
    await page.window.type("// ");
    await page.says("[data-testid=search-editor-write]", "Write 1 line");
    await camera.take("18-edit-results");
  });

  test("the panels", async () => {
    const home = await makeProject(stage);
    const page = await stage.open(home);
    const camera = makeCamera(page, home, size);
    await ready(page);
    await page.click("[data-testid=trust-yes]");
    await page.run("Settings: Open");
    await page.window.waitForElement("[data-testid=settings-panel]");
    await camera.take("20-settings");
    await page.run("Help: Keyboard Shortcuts");
    await page.window.waitForElement("[data-testid=shortcuts-panel]");
    await camera.take("21-shortcuts");
    await page.openFile(lines);
    await page.window.press("ctrl+k", "ctrl+h");
    await page.window.waitForElement("[data-testid=log-panel] .log-row");
    await camera.take("22-log");
    await page.window.press("ctrl+shift+m");
    await page.says("[data-testid=problems-panel]", "No problem is known.");
    await camera.take("26-problems-empty");
    await page.window.press("ctrl+p");
    await page.window.type("!");
    await page.says("[data-testid=palette] [role=option]", "build");
    await camera.take("27-scripts");
    await page.window.press("escape");
    await page.window.press("ctrl+j");
    await page.window.press("ctrl+n");
    await page.window.waitForElement(page.tab("Untitled-1"));
    await page.window.waitForElement("[data-testid=editor] .cm-content:focus");
    await page.window.type("# An idea\n\nNot saved anywhere yet.");
    await camera.take("23-untitled");
    for (const [name, path, seen] of [
      ["24-image", "assets/logo.png", ".image-view img"],
      ["25-binary", "assets/table.bin", ".binary-view .hex-row"],
    ] as const) {
      await page.window.press("ctrl+p");
      await page.choose(path, path.split("/").at(-1) ?? "");
      await page.window.waitForElement(seen);
      await camera.take(name);
    }
    await home.configure("settings.json", { "editor.largeFileMiB": 1 });
    await page.window.press("ctrl+p");
    await page.choose("words.txt", "words.txt");
    await page.window.waitForElement(".large-view .cm-line");
    await camera.take("26-large", { "editor.largeFileMiB": 1 });
  });
});
