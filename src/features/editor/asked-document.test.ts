import { expect, test } from "vitest";
import { startFake, until } from "../../testing/start-fake";

const titles = (page: Awaited<ReturnType<typeof startFake>>): string[] =>
  page.frame.workbench.panels("editor").map((panel) => panel.title());

test("a text that something outside has made is shown, once, and is unsaved like any other", async () => {
  const page = await startFake({ files: { "a.txt": "a" } });
  const { doc, name } = await page.fake.ipc.documentNew({ text: "piped\n" });
  page.fake.emit({ type: "documentRequested", doc });
  await until(
    "its text",
    () => page.root.querySelector(".cm-content")?.textContent?.includes("piped") === true,
  );
  await until("its name", () => titles(page).join() === name);
  await page.frame.commands.run("editor.openFile", { path: { path: "a.txt" } });
  page.fake.emit({ type: "documentRequested", doc });
  await until("it in front", () => page.frame.workbench.active("center")?.title() === name);
  expect(titles(page)).toHaveLength(2);
});

test("a folder that something outside asks for is shown in the tree, and a file in a tab", async () => {
  const page = await startFake({ files: { "src/deep/a.txt": "a", "b.txt": "b" } });
  const ask = (path: string) =>
    page.fake.emit({ type: "openRequested", target: { path: { path }, line: null, column: null } });
  ask("src/deep");
  const chosen = (): string | undefined =>
    page.root.querySelector<HTMLElement>("[role=treeitem][aria-selected=true]")?.textContent ?? undefined;
  await until("its row", () => chosen()?.includes("deep") === true);
  expect(titles(page)).toEqual([]);
  ask("b.txt");
  await until("the file", () => titles(page).join() === "b.txt");
});

test("a document that is gone meanwhile leaves no tab", async () => {
  const page = await startFake({ files: {} });
  page.fake.emit({ type: "documentRequested", doc: "gone" });
  await until("the question", () => page.fake.calls.some(({ name }) => name === "documentList"));
  expect(titles(page)).toEqual([]);
});

test("a search that something outside asks for is made in the Search view", async () => {
  const page = await startFake({ files: { "a.txt": "one lamp\n", "b.txt": "two\n" } });
  page.fake.emit({ type: "searchRequested", search: { text: "lamp", mode: "literal" } });
  await until("its file", () => page.root.textContent?.includes("one lamp") === true);
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=search-input]");
  expect(field?.value).toBe("lamp");
});
