import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import { fault } from "../../ipc/fake/fault";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { editText, openText } from "../editor";
import { noteFrom } from "./capture";
import { sorted } from "./list-store";
import { resolvePath } from "./note-path";

const files = {
  "notes/line-buffer.md": "# Line buffer\n\nGrowth is bounded by [[sink]]. #design\n\n- [ ] measure\n",
  "notes/sink.md": "# Sink\n\nSee [[line-buffer#Line buffer]] and [[nowhere]].\n\n## Part\n",
  "other.md": "A line-buffer is named here.\n",
  "src/main.rs": "fn main() {}\n",
};
const path = { path: "notes/line-buffer.md" };

const text = ({ root }: FakePage, selector: string): string =>
  root.querySelector(`[data-testid=note-panel] ${selector}`)?.textContent?.trim() ?? "";
const click = (page: FakePage, selector: string): void => {
  const found = page.root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  found.click();
};
const front = ({ frame }: FakePage): unknown => frame.workbench.active("center")?.state();
const asked = ({ fake }: FakePage, wanted: string): number =>
  fake.calls.filter(({ name }) => name === wanted).length;

async function reading(): Promise<FakePage> {
  const page = await startFake({ files });
  await page.frame.commands.run("notes.read", path);
  await until("the note is drawn", () => text(page, ".markdown").includes("Growth"));
  await until("what links to it", () => text(page, "[data-testid=note-links]").includes("Sink"));
  return page;
}

async function editing(page: FakePage): Promise<EditorView> {
  await page.frame.commands.run("editor.openFile", { path, preview: false });
  const view = (): EditorView | null => {
    const dom = page.root.querySelector<HTMLElement>(".cm-editor");
    return dom && EditorView.findFromDOM(dom);
  };
  await until("the editor", () => view()?.state.doc.toString().includes("Growth") === true);
  const found = view();
  if (!found) throw new Error("There is no editor.");
  return found;
}

test("a note is read with its title, its tags and what links to it", async () => {
  const page = await reading();
  expect(text(page, ".note-title")).toBe("Line buffer");
  expect(text(page, ".note-facts")).toMatch(/^design\s*edited /);
  expect(text(page, "[data-testid=note-links]")).not.toContain("mention");
  click(page, "[data-testid=note-mentions]");
  await until("mentions", () => text(page, "[data-testid=note-links]").includes("1 mentionother"));
  expect(text(page, ".note-mention-line")).toBe("A line-buffer is named here.");
  expect(text(page, ".note-mention-line mark"), "and the name in it is marked").toBe("line-buffer");
  click(page, ".note-mention .note-chip");
  await until("it says so", () => text(page, ".note-mention").endsWith("linked"));
  const other = { path: "other.md" };
  const open = (): ReturnType<typeof openText> => openText(page.frame, other);
  await until("its text is open", () => open() !== undefined);
  expect((await open()?.read())?.toString()).toBe("A [[line-buffer]] is named here.\n");
  expect(new TextDecoder().decode(page.fake.files.read(other.path)), "and unsaved").toContain("A line-b");
});

test("the reading view follows what is typed and not saved, and keeps what did not change", async () => {
  const page = await startFake({ files });
  const view = await editing(page);
  await page.frame.commands.run("notes.readBeside");
  await until("the note beside", () => text(page, ".markdown").includes("Growth"));
  const growth = page.root.querySelector(".markdown p");
  view.dispatch({ changes: { from: view.state.doc.length, insert: "\nOne more thing.\n" } });
  await until("the new line", () => text(page, ".markdown").includes("One more thing."));
  expect(page.root.querySelector(".markdown p") === growth, "the first paragraph is the same").toBe(true);
  view.dispatch({ changes: { from: 2, to: 13, insert: "Another name" } });
  await until("the new title", () => text(page, ".note-title") === "Another name");
  expect(new TextDecoder().decode(page.fake.files.read(path.path)), "nothing was saved").toBe(
    files[path.path as never],
  );
});

test("a note that is not open is drawn again when it was written anew", async () => {
  const page = await reading();
  const { contents } = page.fake.files;
  const written = new TextEncoder().encode("# Line buffer\n\nWritten elsewhere.\n");
  contents.set(path.path, written);
  window.dispatchEvent(new Event("focus"));
  await until("the new text", () => text(page, ".markdown").includes("Written elsewhere."));
  contents.set(path.path, new TextEncoder().encode("# Line buffer\n\nWritten in place.\n"));
  page.fake.emit({ type: "filesWritten", paths: [path], more: false });
  await until("the newer text", () => text(page, ".markdown").includes("Written in place."));
});

test("many edits are drawn by few questions, and the last text stays", async () => {
  const page = await startFake({ files });
  const view = await editing(page);
  await page.frame.commands.run("notes.readBeside");
  await until("the note beside", () => text(page, ".markdown").includes("Growth"));
  const before = asked(page, "markdownHtml");
  for (let at = 0; at < 100; at++)
    view.dispatch({ changes: { from: view.state.doc.length, insert: `w${at} ` } });
  await until("the last word", () => text(page, ".markdown").includes("w99"));
  expect(asked(page, "markdownHtml") - before).toBeLessThan(10);
});

test("a link opens its note, one of several panels; one to nothing offers to make it", async () => {
  const page = await reading();
  click(page, ".markdown [data-wikilink]");
  await until("the other note", () => text(page, ".note-title") === "Sink" || front(page) !== undefined);
  await until(
    "it is in front",
    () => (front(page) as { path: { path: string } }).path.path === "notes/sink.md",
  );
  const links = (): HTMLElement[] => [...page.root.querySelectorAll<HTMLElement>("[data-target=nowhere]")];
  await until("its links", () => links().length === 1);
  links()[0]?.click();
  await until("the question", () => document.querySelector("[data-answer=make]") !== null);
  document.querySelector<HTMLElement>("[data-answer=make]")?.click();
  await until("the new note", () => page.fake.files.contents.has("nowhere.md"));
  await until("its text", () => page.frame.workbench.active("center")?.kind === "editor");
});

test("a task that is ticked changes one letter of the file, and needs no tab", async () => {
  const page = await reading();
  click(page, ".markdown input[type=checkbox]");
  const now = (): string => new TextDecoder().decode(page.fake.files.read(path.path));
  const wanted = files["notes/line-buffer.md"].replace("[ ]", "[x]");
  await until("it is written", () => now() === wanted);
  await until("the drawing", () => page.root.querySelector(".markdown [data-task=x]") !== null);
  expect(page.frame.workbench.panels("editor")).toHaveLength(0);
});

test("a task that is ticked beside its text is unsaved there", async () => {
  const page = await reading();
  const view = await editing(page);
  await page.frame.commands.run("notes.readBeside", path);
  await until("it is drawn", () => text(page, ".markdown").includes("measure"));
  click(page, ".markdown input[type=checkbox]");
  await until("the text", () => view.state.doc.toString().includes("- [x] measure"));
  await until("the drawing", () => page.root.querySelector(".markdown [data-task=x]") !== null);
  expect(new TextDecoder().decode(page.fake.files.read(path.path))).toContain("- [ ] measure");
});

test("a note that cannot be read says why, and is read once it can be", async () => {
  const page = await startFake({ files });
  page.fake.failNext("noteShow", fault("invalid", "It is no text.", "Open it as bytes."));
  page.fake.failNext("noteShow", fault("invalid", "It is no text.", "Open it as bytes."));
  await page.frame.commands.run("notes.read", path);
  await until("the reason", () => text(page, ".state").includes("It is no text."));
  click(page, "[data-testid=note-panel] .state button");
  await until("the note", () => text(page, ".markdown").includes("Growth"));
});

test("the list follows the folder while it is seen, filters, and opens by key", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("notes.show");
  const rows = (): string[] =>
    [...page.root.querySelectorAll(".note-row-title")].map(({ textContent }) => textContent ?? "");
  await until("the notes", () => rows().join() === "Line buffer,Sink,other");
  page.fake.files.write("new.md", "# New\n");
  await until("the new one", () => rows().includes("New"));
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=note-filter]");
  if (!field) throw new Error("There is no field.");
  field.value = "bounded";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await until("the one with the word", () => rows().join() === "Line buffer");
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  await until("it is read", () => text(page, ".note-title") === "Line buffer");
  await page.frame.commands.run("notes.tag", "design");
  await until("the one with the tag", () => rows().join() === "Line buffer" && field.value === "");
  await page.frame.commands.run("explorer.focus");
  const before = asked(page, "noteList");
  page.fake.files.write("third.md", "");
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(asked(page, "noteList"), "a list that nobody sees asks nothing").toBe(before);
});

test("a thought is kept as a note of its first line, and stays in the dialog when that fails", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("notes.capture");
  const field = (): HTMLTextAreaElement | null => document.querySelector("[data-testid=capture-text]");
  await until("the dialog", () => field() !== null);
  const type = (said: string): void => {
    const at = field();
    if (!at) throw new Error("There is no dialog.");
    at.value = said;
    at.dispatchEvent(new InputEvent("input", { bubbles: true }));
    at.dispatchEvent(
      new KeyboardEvent("keydown", { key: "Enter", ctrlKey: true, bubbles: true, cancelable: true }),
    );
  };
  page.fake.failNext("noteNew", fault("conflict", "No free name was found."));
  type("An idea\nwith more\n");
  await until(
    "the reason",
    () => document.querySelector("[data-testid=capture]")?.textContent?.includes("No free name") === true,
  );
  expect(field()?.value).toBe("An idea\nwith more\n");
  type("An idea\nwith more\n");
  await until("it is closed", () => field() === null);
  expect(new TextDecoder().decode(page.fake.files.read("An idea.md"))).toBe("with more");
  expect(page.frame.notices.shown().map(({ message }) => message)).toContain('The note "An idea" was made.');
});

test("live preview is on until it is switched off, in Markdown alone, and the layout keeps it", async () => {
  const page = await startFake({
    files: { ...files, [path.path]: `${files["notes/line-buffer.md"]}\n| a | b |\n|---|---|\n| 1 | 2 |\n` },
  });
  const view = await editing(page);
  const before = view.state.doc.toString();
  const live = (): boolean => view.dom.querySelector(".cm-note-h1") !== null;
  await until("the heading is larger", live);
  await until("the table is drawn", () =>
    (view.dom.querySelector(".cm-note-block")?.textContent ?? "").includes("1"),
  );
  expect(asked(page, "markdownHtml")).toBeGreaterThan(0);
  await page.frame.commands.run("notes.livePreview");
  await until("it is text", () => !live());
  expect(page.frame.layoutNow()).toContain('"live":false');
  await page.frame.commands.run("notes.livePreview");
  await until("it is as it was", live);
  expect([view.state.doc.toString(), asked(page, "documentChange")]).toEqual([before, 0]);
});

test("a heading is picked from the text as it is now", async () => {
  const page = await startFake({ files });
  const view = await editing(page);
  view.dispatch({ changes: { from: view.state.doc.length, insert: "## Unsaved\n" } });
  const picking = page.frame.commands.run("notes.heading");
  await until("the list", () => document.querySelectorAll(".quick-row").length === 2);
  const rows = [...document.querySelectorAll<HTMLElement>(".quick-row")];
  expect(rows.map((row) => row.querySelector(".quick-title")?.textContent?.trim())).toEqual([
    "Line buffer",
    "Unsaved",
  ]);
  rows[1]?.click();
  await picking;
  await until("the cursor", () => view.state.doc.lineAt(view.state.selection.main.head).number === 6);
});

test("what leads to a note and is none stands below it, and suggestions are judged there", async () => {
  const page = await startFake({ files });
  const of = `file:${path.path}`;
  page.fake.links.thing({ ref: of, kind: "note", title: "Line buffer" });
  page.fake.links.thing({ ref: "task:T-14", title: "T-14 Cap it" });
  page.fake.links.thing({ ref: "file:src/budget.rs", title: "budget.rs" });
  page.fake.links.link({ from: "task:T-14", to: of, reason: "it names the note" });
  page.fake.links.link({ from: of, to: "file:src/main.rs", reason: "stands in the text" });
  const guess = { kind: "similar", origin: "meaning", suggestion: true } as const;
  page.fake.links.link({ from: of, to: "file:src/budget.rs", ...guess, reason: "same symbol: grow" });
  await page.frame.commands.run("notes.read", path);
  const links = (): string => text(page, "[data-testid=note-links]");
  await until("the task", () => links().includes("T-14 Cap it") && links().includes("Suggestedbudget.rs — "));
  expect(links()).not.toContain("main.rs");
  click(page, "[data-testid=note-links] [aria-label='Do not suggest budget.rs']");
  await until("it is gone", () => !links().includes("Suggested"));
  expect(page.fake.journal.events().at(-1)?.kind).toBe("link.rejected");
});

test("a template begins a note, and comes to stand at the cursor of one that is there", async () => {
  const template = { ".tenon/templates/Meeting.md": "Who: {{title}}\n" };
  const page = await startFake({ files: { ...files, ...template } });
  const choose = async (): Promise<void> => {
    await until("the list", () => document.querySelectorAll(".quick-row").length === 1);
    document.querySelector<HTMLElement>(".quick-row")?.click();
  };
  const view = await editing(page);
  view.dispatch({ selection: { anchor: 2 } });
  const inserting = page.frame.commands.run("notes.insertTemplate");
  await choose();
  await inserting;
  expect(view.state.doc.toString().startsWith("# Who: line-buffer\nLine buffer\n")).toBe(true);
  const making = page.frame.commands.run("notes.newFromTemplate");
  await choose();
  const asked = (): HTMLInputElement | null => document.querySelector("[data-testid=dialog-input]");
  await until("its title", () => asked() !== null);
  const field = asked();
  if (!field) throw new Error("There is no field.");
  field.value = "Monday";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.form?.requestSubmit();
  const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(".quick-row")];
  await until("the folders", () => asked() === null && rows().length > 1);
  rows()[0]?.click();
  await making;
  expect(new TextDecoder().decode(page.fake.files.read("Monday.md"))).toContain("Who:");
});

test("without templates it is said where they would lie", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("notes.newFromTemplate");
  expect(page.frame.notices.shown().map(({ hint }) => hint)[0]).toContain(".tenon/templates");
});

test("the title of a captured note is its first line, or the beginning of a long one", () => {
  expect(noteFrom(" \n")).toBeUndefined();
  expect(noteFrom("# A b\n\nc\n")).toEqual({ title: "A b", text: "c" });
  const long = `${"word ".repeat(40)}end`;
  expect(noteFrom(long)).toEqual({ title: "word ".repeat(16).trim(), text: long });
  expect(noteFrom("x".repeat(200))?.title).toBe("x".repeat(80));
});

test("links lead from the folder of their note, and never out of the workspace", () => {
  const from = { path: "a/b/c.md" };
  const cases = { "d.md": "a/b/d.md", "../d.md": "a/d.md", "/d.md": "d.md", "./e/./f": "a/b/e/f" };
  for (const [address, to] of Object.entries(cases)) expect(resolvePath(from, address), address).toBe(to);
  for (const address of ["../../../d", "/../d", "", "a\0b", ".."]) {
    const to = resolvePath(from, address);
    expect(to === undefined || to === "a", address).toBe(true);
  }
});

test("the last changed stands first when that is asked for", () => {
  const note = (name: string, modified: number) => ({
    path: { path: name },
    title: name,
    aliases: [],
    tags: [],
    modified,
    headings: [],
    links: [],
  });
  const all = [note("a", 1), note("b", 3), note("c", 2)];
  expect(sorted(all, "change").map(({ title }) => title)).toEqual(["b", "c", "a"]);
  const named = ["Note 10", "Note 2", "note 1"].map((title) => note(title, 1));
  expect(sorted(named, "path").map(({ title }) => title)).toEqual(["note 1", "Note 2", "Note 10"]);
});

async function renameTo(page: FakePage, name: string): Promise<void> {
  const renamed = page.frame.commands.run("notes.rename");
  const asked = (): HTMLInputElement | null => document.querySelector("[data-testid=dialog-input]");
  await until("the question", () => asked() !== null);
  const field = asked();
  if (!field) throw new Error("There is no field.");
  field.value = name;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await renamed;
}

test("a renamed note is read under its new name, links follow, and it can be undone", async () => {
  const page = await reading();
  page.fake.files.write("notes/sink.md", "See [[LINE-buffer#Line buffer]]\n");
  const read = (at: string): string => new TextDecoder().decode(page.fake.files.read(at));
  const before = read("notes/sink.md");
  await renameTo(page, "buffer");
  expect(read("notes/sink.md")).toContain("See [[buffer#Line buffer]]");
  expect(front(page)).toEqual({ path: { path: "notes/buffer.md" } });
  await until("the answer", () => page.root.textContent?.includes("1 link in 1 note followed.") === true);
  const undo = [...page.root.querySelectorAll<HTMLElement>("button")].find((it) => it.textContent === "Undo");
  undo?.click();
  await until("the old name", () => page.fake.files.contents.has("notes/line-buffer.md"));
  expect(read("notes/sink.md"), "as it was written").toBe(before);
  expect(page.frame.registry.runnable("notes.undoRename"), "it is undone").toBe(false);
});

test("the notice of a renaming gives way to the word that it was taken back", async () => {
  const page = await reading();
  await renameTo(page, "buffer");
  const said = (): string[] => page.frame.notices.shown().map(({ message }) => message);
  await until("the notice", () => said().some((message) => message.includes("called buffer")));
  await page.frame.commands.run("notes.undoRename");
  expect(said()).toEqual(["The note is called line-buffer again."]);
});

test("a note that is read is saved by its key", async () => {
  const page = await reading();
  await editing(page);
  const path = { path: "notes/line-buffer.md" };
  await editText(page.frame, path, () => ({ from: 0, to: 0, insert: "new " }));
  const read = (): string => new TextDecoder().decode(page.fake.files.read(path.path));
  expect(read().startsWith("new ")).toBe(false);
  await page.frame.commands.run("notes.read", path);
  await page.frame.commands.run("notes.save");
  await until("it is written", () => read().startsWith("new "));
});

test("a renaming leaves in front what was in front", async () => {
  const page = await reading();
  await editing(page);
  await renameTo(page, "buffer");
  expect(page.frame.workbench.active("center")?.kind).toBe("editor");
});

test("the last renaming is taken back by its command, also when the notes were closed", async () => {
  const page = await reading();
  const read = (at: string): string => new TextDecoder().decode(page.fake.files.read(at));
  const before = [read("notes/line-buffer.md"), read("notes/sink.md")];
  expect(page.frame.registry.runnable("notes.undoRename")).toBe(false);
  await renameTo(page, "buffer");
  await renameTo(page, "other");
  page.frame.notices.clear();
  await page.frame.workbench.closeAll(page.frame.workbench.panels());
  await page.frame.commands.run("notes.undoRename");
  expect(page.fake.files.contents.has("notes/buffer.md"), "the last one first").toBe(true);
  await page.frame.commands.run("notes.undoRename");
  expect([read("notes/line-buffer.md"), read("notes/sink.md")]).toEqual(before);
  expect(page.frame.registry.runnable("notes.undoRename")).toBe(false);
});

test("a name that was refused stands in the field when it is asked for again", async () => {
  const page = await reading();
  page.fake.failNext("noteRename", fault("conflict", "A note has unsaved text.", "Save it."));
  await renameTo(page, "buffer");
  expect(page.fake.files.contents.has("notes/line-buffer.md"), "it was refused").toBe(true);
  const again = page.frame.commands.run("notes.rename");
  const field = (): HTMLInputElement | null => document.querySelector("[data-testid=dialog-input]");
  await until("the question", () => field() !== null);
  expect(field()?.value).toBe("buffer");
  field()?.form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await again;
  expect(page.fake.files.contents.has("notes/buffer.md")).toBe(true);
});

test("a button that goes away takes no focus with it, and no key stays a note's", async () => {
  const page = await reading();
  const button = page.root.querySelector<HTMLElement>("[data-testid=note-mentions]");
  button?.focus();
  expect(page.frame.contexts.get("noteFocus")).toBe(true);
  button?.click();
  await until("mentions", () => text(page, "[data-testid=note-links]").includes("1 mention"));
  expect(document.activeElement?.className).toBe("note-scroll");
  // A webview does not say that what was removed had the focus.
  page.frame.contexts.set("noteFocus", true);
  await editing(page);
  expect(page.frame.contexts.get("noteFocus")).toBe(false);
});

test("while a note gets another name its reading view stays as it was, and the window says so", async () => {
  const page = await reading();
  const { ipc } = page.fake;
  const whole = new TextDecoder().decode(page.fake.files.read("notes/line-buffer.md"));
  const given = ipc.noteRename;
  let seen: string[] = [];
  ipc.noteRename = async (params) => {
    // Under its old name it is gone before the answer comes.
    page.fake.files.remove("notes/line-buffer.md");
    const before = asked(page, "noteShow");
    page.fake.files.write("other.md", "Changed.\n");
    await until("it was asked for again", () => asked(page, "noteShow") > before + 1);
    await new Promise(requestAnimationFrame);
    seen = [text(page, ".markdown"), text(page, ".note-problem"), status() ?? ""];
    page.fake.files.write("notes/line-buffer.md", whole);
    return given(params);
  };
  const status = (): string | undefined =>
    page.root.querySelector("[data-testid=status-renaming]")?.textContent ?? undefined;
  await renameTo(page, "buffer");
  expect(seen[0]).toContain("Growth");
  expect(seen.slice(1)).toEqual(["", "line-buffer gets another name…"]);
  expect(status(), "it is over").toBeUndefined();
});
