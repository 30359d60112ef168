/** What a file of tests stands on: one display, and homes and windows that end with each test. */
import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll } from "vitest";
import { startDisplay, type Display, type DisplayOptions } from "./display";
import { Window } from "./driver";
import { makeHome, type Files, type Home } from "./home";
import { Page } from "./page";

const target = join(import.meta.dirname, "..", "..", "target");

/** The programs under test, built with the pages packed in. */
export const programs = {
  window: process.env["TENON_E2E_WINDOW"] ?? join(target, "debug", "tenon-window"),
  commandLine: process.env["TENON_E2E_CLI"] ?? join(target, "debug", "tenon"),
};

export interface OpenOptions {
  /** What the window's program is given; the project when left out. */
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** Another program that ends up as the window's. */
  application?: string;
  /** Another display than the file's, with a session bus of its own. */
  display?: Display;
}

export interface CommandLineResult {
  status: number;
  stdout: string;
  stderr: string;
}

export interface Stage {
  display(): Display;
  home(files?: Files, name?: string): Promise<Home>;
  /** Opens the window and waits until a person could work in it. */
  open(home: Home, options?: OpenOptions): Promise<Page>;
  /** A further display; it ends with the test. */
  anotherDisplay(): Promise<Display>;
  /** Runs the command line as the person of this home would. */
  tenon(home: Home, ...args: string[]): Promise<CommandLineResult>;
}

async function keepEvidence(name: string, homes: Home[], pages: Page[]): Promise<void> {
  const folder = join(target, "e2e", name.replace(/[^\w-]+/g, "-").slice(0, 120));
  await mkdir(folder, { recursive: true });
  for (const [index, page] of pages.entries()) {
    await writeFile(join(folder, `display-${index}.png`), await page.display.picture());
    const text = await page.window.execute<string>("return document.body.innerText").catch(String);
    await writeFile(join(folder, `page-${index}.txt`), text);
  }
  for (const [index, home] of homes.entries()) {
    await cp(join(home.data, "logs"), join(folder, `logs-${index}`), { recursive: true }).catch(
      () => undefined,
    );
  }
}

/** Sets the stage for the tests of a file. */
export function useStage(size?: DisplayOptions): Stage {
  let display: Display | undefined;
  const homes: Home[] = [];
  const pages: Page[] = [];
  const displays: Display[] = [];
  const shown = (): Display => {
    if (!display) throw new Error("The display is there only while a test runs.");
    return display;
  };
  beforeAll(async () => {
    display = await startDisplay(size);
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await keepEvidence(task.name, homes, pages);
    for (const page of pages.splice(0)) await page.window.quit();
    for (const other of displays.splice(0)) await other.stop();
    for (const home of homes.splice(0)) await home.remove();
  });
  afterAll(() => display?.stop());
  return {
    display: shown,
    async home(files, name) {
      const home = await makeHome(files, name);
      homes.push(home);
      return home;
    },
    async open(home, options = {}) {
      const { args = [home.project], application = programs.window, display: other = shown() } = options;
      const env = { ...home.env, ...other.place, ...options.env };
      const window = await Window.open({ application, args, env });
      const page = new Page(window, other);
      pages.push(page);
      await page.ready();
      return page;
    },
    async anotherDisplay() {
      const other = await startDisplay(size);
      displays.push(other);
      return other;
    },
    async tenon(home, ...args) {
      const options = { cwd: home.project, env: { ...home.env, ...shown().place } };
      try {
        const { stdout, stderr } = await promisify(execFile)(programs.commandLine, args, options);
        return { status: 0, stdout, stderr };
      } catch (fault) {
        const { code, stdout, stderr } = fault as { code?: unknown; stdout?: string; stderr?: string };
        if (typeof code !== "number") throw fault;
        return { status: code, stdout: stdout ?? "", stderr: stderr ?? "" };
      }
    },
  };
}
