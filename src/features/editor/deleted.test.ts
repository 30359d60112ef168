import { expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { editorOf } from "./editor";

const tab = ({ root }: FakePage): HTMLElement | null => root.querySelector(".tab");
const marks = (page: FakePage): boolean[] =>
  ["tab-gone", "tab-dirty"].map((name) => tab(page)?.classList.contains(name) === true);

async function withOpenFile(): Promise<FakePage> {
  const page = await startFake({ files: { "a.txt": "text" } });
  await page.frame.commands.run("editor.openFile", { path: "a.txt" });
  await until("it is shown", () => editorOf(page.frame)?.activeHost() !== undefined);
  return page;
}

it("the tab of a file that is deleted is struck through and not unsaved, until undo brings the file back", async () => {
  const page = await withOpenFile();
  const { token } = await page.fake.ipc.treeTrash({ paths: [{ path: "a.txt" }] });
  await until("the tab says so", () => marks(page)[0] === true);
  expect(marks(page)).toEqual([true, false]);
  expect(tab(page)?.textContent).toContain("deleted");
  await page.fake.ipc.treeRestore({ token });
  await until("it is as before", () => marks(page)[0] === false);
  expect(tab(page)?.textContent).not.toContain("deleted");
});

it("closing the tab of a deleted file asks only about what was typed", async () => {
  const page = await withOpenFile();
  page.fake.files.remove("a.txt");
  const host = editorOf(page.frame)?.activeHost();
  host?.view.dispatch({ changes: { from: 0, insert: "x" }, userEvent: "input.type" });
  await until("it is unsaved", () => marks(page)[1] === true);
  const closing = page.frame.commands.run("view.close");
  await until("it asks", () => page.root.querySelector("[data-testid=dialog]") !== null);
  page.root.querySelector<HTMLElement>("[data-answer=cancel]")?.click();
  await closing;
  host?.view.dispatch({ changes: { from: 0, to: 1 }, userEvent: "delete" });
  await until("it is as it was", () => marks(page)[1] === false);
  await page.frame.commands.run("view.close");
  expect(page.frame.workbench.panels("editor")).toEqual([]);
});
