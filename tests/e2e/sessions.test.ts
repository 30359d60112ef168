import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import type { Page } from "./page";
import { processOf, runningOf } from "./running";
import { programs, useStage } from "./stage";

const stage = useStage();

async function kill(home: Home): Promise<void> {
  const window = await processOf(home, new RegExp(`^${programs.window} (?!--keep-sessions)`));
  process.kill(window.pid, "SIGKILL");
  await waitFor("everything to have ended", async () => (await runningOf(home)).length === 0);
}

interface Terminal {
  cwd: string;
  keptAt: number | null;
}

/** What `tenon sessions` says. */
async function sessions(home: Home): Promise<Record<string, unknown>[]> {
  const { status, stdout, stderr } = await stage.tenon(home, "sessions", "--json");
  expect(status, stderr).toBe(0);
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const titles = (page: Page): Promise<string[]> =>
  page.window.execute<string[]>(
    `return [...document.querySelectorAll(".dock-center .tab")].map((tab) => tab.dataset.tip)`,
  );

test("after a kill, tabs, terminals and their output are back, with a new shell in the same folder", async () => {
  const home = await stage.home({ "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n", "sub/d.txt": "d\n" });
  const page = await stage.open(home);
  for (const name of ["a.txt", "b.txt", "c.txt"]) await page.openFile(name);
  await page.click(page.tab("b.txt"));
  await page.newTerminal();
  await page.window.type("cd sub; echo old-$((40+2)); printf '\\033[6n\\033[c'; date +%s%3N > ../when\n");
  await waitFor("its output", async () => (await page.screenRows()).includes("old-42"));
  // The shell says when it was done, and the list when its screen was kept.
  const done = Number((await home.read("when")).toString());
  await waitFor("what the terminal shows to be kept", async () => {
    const terminals = (await sessions(home)).flatMap(({ terminals }) => terminals as Terminal[]);
    return terminals.some(({ cwd, keptAt }) => cwd === `${home.project}/sub` && (keptAt ?? 0) > done + 300);
  });
  await kill(home);

  const again = await stage.open(home);
  await waitFor("the tabs", async () => (await titles(again)).join() === "a.txt,b.txt,c.txt");
  await again.window.waitForElement(`${again.editor("b.txt")} .cm-content`);
  await waitFor("the marked line", async () =>
    (await again.screenRows()).some((row) => row.startsWith("── restored from ")),
  );
  expect(await again.screenRows(), "what was shown is above").toContain("old-42");
  await again.click("[data-testid=terminal]");
  await again.window.type("echo in-${PWD##*/}\n");
  await waitFor("a new shell in the same folder", async () => (await again.screenRows()).includes("in-sub"));
  await again.says("[data-testid=status-restored]", /terminal/);
});

test("an earlier session is put back from the top of the window", async () => {
  const home = await stage.home({ "a.txt": "a\n", "b.txt": "b\n", "c.txt": "c\n" });
  const first = await stage.open(home);
  await first.openFile("a.txt");
  await first.openFile("b.txt");
  await waitFor("both tabs to be kept", async () =>
    (await sessions(home)).some(({ tabs }) => (tabs as unknown[]).length === 2),
  );
  await kill(home);

  const page = await stage.open(home);
  await waitFor("the tabs", async () => (await titles(page)).join() === "a.txt,b.txt");
  await page.run("View: Close All Tabs");
  await page.openFile("c.txt", ":1:1");
  await page.window.type("new ");
  await page.window.waitForElement(`${page.tab("c.txt")}[data-dirty=true]`);
  await waitFor("what is open now to be kept", async () =>
    (await sessions(home)).some(({ tabs }) => JSON.stringify(tabs).includes("c.txt")),
  );
  await page.click("[data-testid=resume]");
  await page.says("[role=menu] [role=menuitem]", /b\.txt, a\.txt/);
  await page.click("[role=menu] [role=menuitem]");
  await waitFor("its tabs, and the one with unsaved text", async () => {
    const now = await titles(page);
    return ["a.txt", "b.txt", "c.txt"].every((name) => now.includes(name));
  });
  expect(await page.has(`${page.tab("c.txt")}[data-dirty=true]`), "it is still not saved").toBe(true);
  // The new layout is kept a moment after it is drawn.
  await waitFor(
    "the one session that runs",
    async () => (await sessions(home)).filter(({ current }) => current).length === 1,
  );
  const listed = await sessions(home);
  expect(listed.length, "what was open is a session of its own").toBeGreaterThanOrEqual(3);
});
