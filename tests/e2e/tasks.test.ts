import { expect, test } from "vitest";
import { waitFor } from "./driver";
import type { Page } from "./page";
import { useStage } from "./stage";

const stage = useStage();

const column = (page: Page, name: string): Promise<string> =>
  page.window.execute<string>(
    `return [...document.querySelectorAll("[data-testid=board] [role=listbox]")]
      .filter((cell) => cell.getAttribute("aria-label").startsWith(arguments[0]))
      .map((cell) => cell.textContent).join()`,
    name,
  );

test("a task is made, moved by a key and done on the board, and its file says so", async () => {
  const home = await stage.home({ "a.txt": "a\n" });
  const made = await stage.tenon(home, "task", "create", "Raise the limit");
  expect(made.status).toBe(0);
  const page = await stage.open(home);
  await page.run("Tasks: Show Board");
  await waitFor("the card", async () => (await column(page, "To Do")).includes("Raise the limit"));
  await page.window.waitForElement("[data-testid=board-cards]:focus");
  await page.window.press("home", "alt+right");
  await waitFor("it to be in progress", async () => (await column(page, "In Progress")).includes("T-1"));
  const status = async (): Promise<string> => {
    const { stdout } = await stage.tenon(home, "task", "show", "T-1", "--json");
    return (JSON.parse(stdout) as { status: string }).status;
  };
  await waitFor("its file to say so", async () => (await status()) === "In Progress");
  await page.window.press("x");
  await waitFor("it to be done", async () => (await status()) === "Done");
  await page.window.press("c");
  await page.window.waitForElement("[data-testid=dialog-input]");
  await page.window.type("Another one\n");
  const files = async (): Promise<string> => (await stage.tenon(home, "task", "list")).stdout;
  await waitFor("the new task", async () => (await files()).includes("Another one"));
});
