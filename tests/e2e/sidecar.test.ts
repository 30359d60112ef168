import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Home } from "./home";
import { useStage } from "./stage";

const stage = useStage();

const item = "[data-testid=status-sidecar]";

interface Status {
  state: string;
  pid: number | null;
}

async function status(home: Home): Promise<Status> {
  const { stdout } = await stage.tenon(home, "sidecar", "status", "--json");
  return JSON.parse(stdout) as Status;
}

test("the window locks its sidecar as well as the command line can, and says so", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const { stdout } = await stage.tenon(home, "doctor", "--json").catch((fault: { stdout: string }) => fault);
  const can = (JSON.parse(stdout) as { checks: { name: string; state: string }[] }).checks;
  const page = await stage.open(home);
  await page.window.waitForElement(`${item}[data-state=ready]`);
  const best = can.find(({ name }) => name === "egress")?.state === "ok";
  await page.says("[data-testid=status-egress]", best ? "Local only" : /^(Limited|By agreement)$/);
});

test("a sidecar that is killed degrades the window and nothing else, and comes back by itself", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home);
  await page.window.waitForElement(`${item}[data-state=ready]`);
  const before = await status(home);
  expect(before.state).toBe("ready");
  await page.window.execute(
    `window.seen = [];
    new MutationObserver(() => window.seen.push(document.querySelector(arguments[0]).dataset.state)).observe(
      document.querySelector(arguments[0]), { attributes: true, attributeFilter: ["data-state"] })`.replaceAll(
      "arguments[0]",
      JSON.stringify(item),
    ),
  );
  process.kill(before.pid ?? 0, "SIGKILL");
  const seen = () => page.window.execute<string[]>("return window.seen");
  await waitFor("the way down and up", async () => (await seen()).at(-1) === "ready");
  expect(await seen(), "it was degraded meanwhile").toContain("degraded");
  await page.openFile("a.txt", ":1:1");
  await page.window.type("works ");
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await home.read("a.txt")).toString() === "works a\n");
  const after = await status(home);
  expect(after.pid, "it is another process").not.toBe(before.pid);
});

test("without a Python for the sidecar the window says why, and everything else works", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const page = await stage.open(home, { env: { TENON_SIDECAR_PYTHON: "/nowhere/python" } });
  await page.window.waitForElement(`${item}[data-state=degraded]`);
  const tip = await (await page.window.find(item)).attribute("data-tip");
  expect(tip, "the reason and the fix").toMatch(/\/nowhere\/python, which is not there\..*make setup/);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("works ");
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await home.read("a.txt")).toString() === "works a\n");
  await page.newTerminal();
});

test("the sidecar starts again from its menu", async () => {
  const home = await stage.home();
  const page = await stage.open(home);
  await page.window.waitForElement(`${item}[data-state=ready]`);
  const before = await status(home);
  await page.click(item);
  await page.click('[role=menuitem][data-command="sidecar.restart"]');
  await waitFor("another process", async () => {
    const now = await status(home);
    return now.state === "ready" && now.pid !== before.pid;
  });
  await page.window.waitForElement(`${item}[data-state=ready]`);
});
