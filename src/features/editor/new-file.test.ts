import { expect, test } from "vitest";
import { AppError } from "../../ipc/app-error";
import { startFake, until } from "../../testing/start-fake";

test("what is typed before a new file is there lands in no other file", async () => {
  const page = await startFake({ files: { "a.txt": "a" } });
  await page.frame.commands.run("editor.openFile", { path: { path: "a.txt" } });
  const text = (): HTMLElement | null => page.root.querySelector(".cm-content");
  await until("the text", () => text() !== null);
  text()?.focus();
  expect(document.activeElement).toBe(text());
  const made = page.frame.commands.run("editor.newFile");
  expect(document.activeElement?.closest(".cm-content"), "nothing takes keys meanwhile").toBe(null);
  await made;
  const front = (): unknown => page.frame.workbench.active("center")?.state();
  await until("the new file", () => (front() as { path: unknown } | undefined)?.path === null);
});

test("a new file that cannot be made leaves the focus where it was", async () => {
  const page = await startFake({ files: { "a.txt": "a" } });
  await page.frame.commands.run("editor.openFile", { path: { path: "a.txt" } });
  const text = (): HTMLElement | null => page.root.querySelector(".cm-content");
  await until("the text", () => text() !== null);
  text()?.focus();
  page.fake.failNext("documentNew", new AppError({ code: "storage", message: "Full.", retryable: false }));
  await page.frame.commands.run("editor.newFile");
  expect(document.activeElement).toBe(text());
});

test("a new text with a name to be saved under is of the language that this tells", async () => {
  const page = await startFake({ files: {} });
  const language = (): string | null | undefined =>
    page.root.querySelector("[data-testid=status-language]")?.textContent;
  for (const [label, name] of [
    ["scripts/a.sh", "Shell"],
    ["scripts/b.ps1", "PowerShell"],
    ["scripts/c.odd", "Plain Text"],
  ] as const) {
    await page.frame.commands.run("editor.newFile", { text: "echo a\n", label });
    await until(`${label} is ${name}`, () => language() === name);
  }
});
