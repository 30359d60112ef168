import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const files = {
  "src/walk.rs": "/// Goes through every folder.\npub fn walk_folders() {\n    step();\n}\n",
  "src/sum.rs": "pub fn add(a: u32, b: u32) -> u32 {\n    a + b\n}\n",
  "notes.md": "# Notes\n\nWe walk through all folders at night.\n",
};
const status = "[data-testid=status-meaning]";

/** The rows that are drawn, as `path:line`. */
async function rows(page: Page): Promise<string[]> {
  const script = `return [...document.querySelectorAll(".search-line-hit")]
    .map((row) => row.dataset.path + ":" + row.dataset.line)`;
  return page.window.execute<string[]>(script);
}

async function search(page: Page, text: string): Promise<void> {
  await page.run("Search: Search by Meaning");
  await page.window.waitForElement("[data-testid=search-input]:focus");
  await page.window.type(text);
}

test("pieces are found by words and meaning, and more like one of them", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await search(page, "walk through folders");
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  const found = await rows(page);
  expect([...found].sort()).toEqual(["notes.md:1", "src/sum.rs:1", "src/walk.rs:2"]);
  expect(found.at(-1), "it shares no word").toBe("src/sum.rs:1");
  await page.says('.search-line-hit[data-path="src/sum.rs"] .search-tag', "meaning");
  await page.openFile("src/walk.rs", ":2:1");
  await page.run("Search: More Like This");
  await page.says("[data-testid=search-found]", "Like src/walk.rs:2: 2 results in 2 files");
  expect((await rows(page)).sort()).toEqual(["notes.md:1", "src/sum.rs:1"]);
});

test("the work rests when it is asked to, and goes on", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await page.run("Meaning: Pause Search by Meaning");
  await page.window.waitForElement(`${status}[data-state=paused]`);
  await page.click(status);
  await page.window.waitForElement("[role=menu]");
  await page.click('[role=menuitem][data-command="meaning.resume"]');
  await page.window.waitForElement(`${status}[data-state=ready]`);
});

test("without a sidecar the search says text only, and finds what words find", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home, { env: { TENON_SIDECAR_PYTHON: "/nowhere/python" } });
  await search(page, "walk through folders");
  await page.says("[data-testid=search-text-only]", "text only");
  expect((await rows(page)).sort()).toEqual(["notes.md:1", "src/walk.rs:2"]);
});

interface Sidecar {
  state: string;
  pid: number | null;
}

/** Makes the sidecar crash as often as it comes back, until it is given up; a mere kill would not do. */
async function crashForGood(home: Home): Promise<void> {
  let killed: number | null = null;
  await waitFor(
    "the sidecar to be given up",
    async () => {
      const { stdout } = await stage.tenon(home, "sidecar", "status", "--json");
      const { state, pid } = JSON.parse(stdout) as Sidecar;
      if (pid !== null && pid !== killed) {
        killed = pid;
        process.kill(pid, "SIGABRT");
      }
      return state === "failed";
    },
    60_000,
  );
}

test("a sidecar that is killed leaves text only, and the meaning joins by itself once it is back", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await search(page, "walk through");
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  await crashForGood(home);
  await page.window.waitForElement("[data-testid=status-sidecar][data-state=failed]");
  await page.window.press("ctrl+shift+f");
  await page.window.type(" folders");
  await page.says("[data-testid=search-text-only]", "text only");
  await page.says("[data-testid=search-note]", /sidecar.*\./is);
  expect((await rows(page)).sort()).toEqual(["notes.md:1", "src/walk.rs:2"]);
  const first = (await rows(page))[0];
  await page.click("[data-testid=status-sidecar]");
  await page.click('[role=menuitem][data-command="sidecar.restart"]');
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  await page.gone("[data-testid=search-note]");
  expect((await rows(page)).at(-1), "what only its meaning brought comes behind").toBe("src/sum.rs:1");
  expect(await rows(page)).toContain(first);
});

test("whatever stands in the field, the window answers and what was found stays usable", async () => {
  const home = await stage.home(files);
  const page = await stage.open(home);
  const field = "[data-testid=search-input]";
  const paste = (text: string): Promise<unknown> =>
    page.window.execute(
      `const field = document.querySelector(arguments[0]);
       field.focus();
       field.select();
       document.execCommand("insertText", false, arguments[1]);`,
      field,
      text,
    );
  await page.window.waitForElement(`${status}[data-state=ready]`);
  await search(page, "   ");
  await page.says("[data-testid=search-view]", "Say what you look for");
  await paste("walk through folders ".repeat(500));
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  await paste("walk lang:nolanguage");
  await page.says("#search-fault", /"nolanguage" is no language/);
  await paste("walk lang:rust");
  await page.says("[data-testid=search-found]", /^2 results in 2 files$/);
  expect(await page.text("[data-testid=search-about]")).toBe("Fields: in Rust");
  await paste("walk path:nowhere/**");
  await page.says("[data-testid=search-view]", "Nothing found.");
  await paste("walk \u0000\u0007 \ud800 \u202e folders");
  await page.says("[data-testid=search-found]", /result/);
  // Faster than any answer, with the way out pressed in between.
  await page.window.press("ctrl+a");
  await page.window.type("how to walk through every folder");
  await page.window.press("escape");
  await page.window.press("alt+m", "alt+m");
  await page.window.press("ctrl+shift+f");
  await page.window.waitForElement(`${field}:focus`);
  await page.says("[data-testid=search-found]", "3 results in 3 files");
  await page.window.press("down", "shift+alt+m");
  await page.says("[data-testid=search-found]", /^Like .*: 2 results in 2 files$/);
});

test("a server elsewhere and a folder that is not there are refused at their fields", async () => {
  const home = await stage.home(files);
  // Without the engine of tests the settings are obeyed.
  const page = await stage.open(home, { env: { TENON_SIDECAR_ENGINE: undefined } });
  const row = (key: string): string => `[data-setting="embeddings.${key}"]`;
  const write = async (key: string, text: string): Promise<void> => {
    await page.click(`${row(key)} input`);
    await page.window.press("ctrl+a");
    await page.window.type(text);
    await page.window.press("enter");
  };
  await home.configure("settings.json", { "embeddings.engine": "folder" });
  await page.window.waitForElement(`${status}[data-state=failed]`);
  await page.click(status);
  await page.click('[role=menuitem][data-command="settings.open"]');
  await page.says(`${row("folder")} .setting-fault`, /needs a folder.* Set "embeddings.folder"/s);
  await write("url", "https://example.com");
  await page.says(`${row("url")} .setting-fault`, /machine/);
  await write("folder", "/nowhere/model");
  await page.says(`${row("folder")} .setting-fault`, '"/nowhere/model" is not there. Set');
});
