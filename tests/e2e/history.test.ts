import { expect, test } from "vitest";
import { waitFor } from "./driver";
import { useStage } from "./stage";

const stage = useStage();

test("a file goes back to an older version, and the restore is undone", async () => {
  const home = await stage.home({ "a.txt": "one\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  await page.window.type("mine ");
  await page.window.press("ctrl+s");
  await waitFor("the save", async () => (await home.read("a.txt")).toString() === "mine one\n");
  await page.run("Local History: Show Versions");
  await page.says("[data-testid=history-panel]", /Saved[\s\S]*As it was found/);
  await page.click(".history-row:last-child");
  await page.click("[data-testid=history-restore]");
  await waitFor("the restore", async () => (await home.read("a.txt")).toString() === "one\n");
  await page.run("Local History: Undo the Last Restore");
  await waitFor("the undoing", async () => (await home.read("a.txt")).toString() === "mine one\n");
});

test("what another program changed in a file that was never open has its before", async () => {
  const home = await stage.home({ "a.txt": "one\n", "b.txt": "before\n" });
  const page = await stage.open(home);
  await page.openFile("a.txt", ":1:1");
  const versions = async (): Promise<{ at: number; id: number }[]> => {
    const listed = await stage.tenon(home, "history", "list", "b.txt", "--json");
    const lines = listed.status === 0 ? listed.stdout.trim().split("\n") : [];
    return lines.map((line) => JSON.parse(line) as { at: number; id: number });
  };
  await waitFor("the first version", async () => (await versions()).length === 1);
  await home.write({ "b.txt": "after\n" });
  await waitFor("the second version", async () => (await versions()).length === 2);
  const at = String((await versions())[1]?.at);
  const shown = await stage.tenon(home, "history", "show", "b.txt", "--at", at);
  expect(shown.stdout).toBe("before\n");
});
