import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

async function titles(page: Page): Promise<string[]> {
  const script = `return [...document.querySelectorAll(".timeline-title")].map((row) => row.textContent)`;
  return page.window.execute<string[]>(script);
}

test("what is done stands in the timeline, a click goes there, and it is forgotten everywhere", async () => {
  const home = await stage.home({ "teacup.md": "one\n", "b.txt": "b\n" });
  const page = await stage.open(home);
  await page.run("View: Show Timeline");
  await page.says("[data-testid=timeline]", "Folder opened");
  await page.openFile("teacup.md", ":1:1");
  await page.window.type("more ");
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await titles(page))[0] === "Saved teacup.md");
  await page.newTerminal();
  await waitFor("the terminal", async () => /^Terminal with/.test((await titles(page))[0] ?? ""));

  await page.openFile("b.txt");
  await page.click("[data-kind='document.saved'] button");
  await page.window.waitForElement(
    `${page.tab("teacup.md")}[aria-selected=true], ${page.editor("teacup.md")}`,
  );

  const log = await stage.tenon(home, "log", "--kind", "document.saved", "--json");
  const row = JSON.parse(log.stdout.trim()) as { kind: string; payload: { path: { path: string } } };
  expect([row.kind, row.payload.path.path]).toEqual(["document.saved", "teacup.md"]);
  const forget = await stage.tenon(home, "forget", "--kind-is-no-option");
  expect(forget.status, "wrong usage").toBe(2);
  const done = await stage.tenon(home, "forget", "--since", "1h", "--json");
  expect(done.status, done.stderr).toBe(0);
  await waitFor("the note", async () => (await titles(page))[0] === "Forgotten");
  const proof = await stage.tenon(home, "log", "--verify", "--json");
  expect(JSON.parse(proof.stdout)).toMatchObject({ ok: true });
});
