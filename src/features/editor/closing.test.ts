import { beforeEach, describe, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { editorOf } from "./editor";

let page: FakePage;
let over: Promise<unknown>;
const dialog = (): HTMLElement | null => page.root.querySelector("[data-testid=dialog]");
const listed = (): (string | null)[] =>
  [...(dialog()?.querySelectorAll("li") ?? [])].map((line) => line.textContent);
const answer = async (id: string): Promise<void> => {
  dialog()?.querySelector<HTMLElement>(`[data-answer=${id}]`)?.click();
  await over;
};
const tabs = (): number => page.frame.workbench.panels("editor").length;
const onDisk = (path: string): string => new TextDecoder().decode(page.fake.files.contents.get(path));

/** Opens a file and types an `x` at its start. */
async function edit(path: string): Promise<void> {
  await page.frame.commands.run("editor.openFile", { path });
  const editor = editorOf(page.frame);
  await until("the text is shown", () => editor?.activeTab()?.document()?.info().path?.path === path);
  await until("it can be typed in", () => editor?.activeHost() !== undefined);
  editor?.activeHost()?.view.dispatch({ changes: { from: 0, insert: "x" }, userEvent: "input.type" });
}

async function run(command: string): Promise<void> {
  over = page.frame.commands.run(command);
  await until("it asks", () => dialog() !== null);
}

beforeEach(async () => {
  page = await startFake({ files: { "a/same.txt": "a", "b/same.txt": "b", "clean.txt": "c" } });
  await page.frame.commands.run("editor.openFile", { path: "clean.txt" });
  for (const path of ["a/same.txt", "b/same.txt"]) await edit(path);
});

describe("closing several tabs with unsaved text", () => {
  it("asks once, lists the files with their folders, and leaves all of them on Cancel", async () => {
    await run("view.closeAll");
    expect(listed()).toEqual(["a/same.txt", "b/same.txt"]);
    const answers = [...(dialog()?.querySelectorAll("button") ?? [])].map((button) => button.textContent);
    expect(answers).toEqual(["Save All", "Don't Save", "Cancel"]);
    await answer("cancel");
    expect([tabs(), dialog()]).toEqual([3, null]);
  });

  it("keeps the focus in the question while the file behind it comes to the front", async () => {
    await page.frame.commands.run("settings.open");
    await until("the settings", () => page.root.querySelector(".settings-search") !== null);
    await run("view.closeAll");
    const editor = editorOf(page.frame);
    const view = () => editor?.activeHost()?.view;
    await until("the first file in front", () => view()?.dom.isConnected === true);
    view()?.focus();
    expect(dialog()?.contains(document.activeElement)).toBe(true);
    const press = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(press);
    await over;
    expect([dialog(), tabs()]).toEqual([null, 3]);
    expect(view()?.contentDOM, "the file gets it afterwards").toBe(document.activeElement);
  });

  it("saves all of them, then closes", async () => {
    await run("view.closeGroup");
    await answer("save");
    expect([onDisk("a/same.txt"), onDisk("b/same.txt"), tabs()]).toEqual(["xa", "xb", 0]);
  });

  it("gives all of them up", async () => {
    await run("view.closeAll");
    await answer("discard");
    await until("they are closed", () => tabs() === 0);
    expect([onDisk("a/same.txt"), onDisk("b/same.txt")]).toEqual(["a", "b"]);
    expect((await page.fake.ipc.bufferList({ text: false })).buffers).toEqual([]);
  });

  it("closes nothing when one cannot be saved", async () => {
    page.fake.failNext("documentSave", { code: "storage", message: "The disk is full.", retryable: false });
    await run("view.closeAll");
    await answer("save");
    expect(tabs()).toBe(3);
  });

  it("does not ask about a text that a tab elsewhere goes on showing", async () => {
    await page.frame.commands.run("view.split");
    await until("it is shown twice", () => tabs() === 4);
    const [first] = page.frame.workbench.panels("editor").filter(({ title }) => title() === "same.txt");
    first?.focus();
    await run("view.closeGroup");
    expect(dialog()?.textContent, "the other one stays on the right").toContain("a/same.txt?");
    expect(listed()).toEqual([]);
    await answer("discard");
    expect(tabs()).toBe(1);
  });
});
