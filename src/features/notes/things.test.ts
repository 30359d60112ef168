import { CompletionContext } from "@codemirror/autocomplete";
import { EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { makeFake } from "../../ipc/fake";
import { startFake, until } from "../../testing/start-fake";
import { linkSource } from "./complete";
import { wikilinkAt } from "./link-click";
import { findThing } from "./thing-link";

const files = {
  "notes/a.md": "# A\n\n[[LineStep::grow]] [[T-1]] [[sink.rs]] [[nowhere]]\n",
  "notes/growth.md": "# Growth\n",
  "src/lines.rs":
    "struct LineStep {\n}\nimpl LineStep {\n    fn grow() {\n    }\n    fn twice() {\n    }\n}\n",
  "src/sink.rs": "fn twice() {}\n",
  "src/deep/mod.rs": "",
  "src/other/mod.rs": "",
  "src/grow[1].rs": "",
};

test("[[ offers symbols, files, tasks and commits beside notes, each by what leads to it", async () => {
  const { ipc, tasks, commits, failNext } = makeFake({ files });
  tasks.add({ title: "Grow less" });
  commits.add("4f1c9e2a10b3d4e5f6", "Let buffers grow");
  commits.add("9e2a10b3d4e5f64f1c", "lines: GROW by half");
  const source = linkSource(ipc, () => ({ path: "notes/a.md" }));
  const ask = async (text: string): Promise<unknown[]> => {
    const doc = `[[${text}`;
    const found = await source(new CompletionContext(EditorState.create({ doc }), doc.length, false));
    return (found?.options ?? []).map(({ label, detail, section }) => [
      typeof section === "object" ? section.name : section,
      label,
      detail,
    ]);
  };
  expect(await ask("grow")).toEqual([
    ["Notes", "growth", "note · notes/growth.md"],
    ["Tasks", "T-1", "task"],
    ["Symbols", "LineStep::grow", "method · src/lines.rs:4"],
    ["Commits", "9e2a10b3d4", expect.stringMatching(/^9e2a10b3d4 · /)],
    ["Commits", "4f1c9e2a10", expect.stringMatching(/^4f1c9e2a10 · /)],
  ]);
  expect(await ask("4f1c9"), "a hash by its beginning").toEqual([
    ["Commits", "4f1c9e2a10", expect.stringMatching(/^4f1c9e2a10 · /)],
  ]);
  expect(await ask("sink")).toEqual([["Files", "src/sink.rs", "file · src/sink.rs"]]);
  expect((await ask("growth#")).length, "headings are asked of the note alone").toBe(
    (await ask("growth#")).filter((row) => (row as string[])[0] === "Headings").length,
  );
  failNext("symbolsFind", new Error("no index"));
  expect(await ask("grow"), "what cannot be read hides nothing else").toEqual([
    ["Notes", "growth", "note · notes/growth.md"],
    ["Tasks", "T-1", "task"],
    ["Commits", "9e2a10b3d4", expect.anything()],
    ["Commits", "4f1c9e2a10", expect.anything()],
  ]);
});

test("a name leads to the one thing that has it, and to nothing where several have it", async () => {
  const { ipc, tasks, commits } = makeFake({ files });
  commits.add("4f1c9e2a10b3d4e5f6", "Let buffers grow");
  commits.add("4f1c9e2b10b3d4e5f6", "Let them shrink");
  commits.add("0f1c9e2b10b3d4e5f6", "4f1c9e2a10 was wrong");
  const task = tasks.add({ title: "Grow less", aliases: ["T-9"] });
  const cases: [string, unknown][] = [
    ["t-1", { path: { path: task.path } }],
    ["T-9", { path: { path: task.path } }],
    ["T-2", undefined],
    ["src/sink.rs", { path: { path: "src/sink.rs" } }],
    ["sink.rs", { path: { path: "src/sink.rs" } }],
    ["mod.rs", undefined],
    ["other/mod.rs", { path: { path: "src/other/mod.rs" } }],
    ["LineStep::grow", { path: { path: "src/lines.rs" }, line: 4, character: 8 }],
    ["LineStep.grow", { path: { path: "src/lines.rs" }, line: 4, character: 8 }],
    ["grow", { path: { path: "src/lines.rs" }, line: 4, character: 8 }],
    ["gro", undefined],
    ["twice", undefined],
    ["LineStep::twice", { path: { path: "src/lines.rs" }, line: 6, character: 8 }],
    ["4F1C9e2a10", { ref: "commit:4f1c9e2a10b3d4e5f6" }],
    ["4f1c9e2", undefined],
    ["0f1c9e", undefined],
    [" ", undefined],
  ];
  for (const [name, expected] of cases) expect(await findThing(ipc, name), name).toEqual(expected);
});

test("a wikilink of the reading view that is no note goes to its thing", async () => {
  const page = await startFake({ files });
  const task = page.fake.tasks.add({ title: "Grow less" });
  page.fake.files.write(task.path, "---\nid: T-1\n---\n");
  await page.frame.commands.run("notes.read", { path: "notes/a.md" });
  const links = () => [...page.root.querySelectorAll<HTMLElement>("[data-wikilink]")];
  await until("the links", () => links().length === 4);
  const front = () =>
    page.frame.workbench
      .panels("editor")
      .map((panel) => (panel.state() as { path: { path: string } }).path.path);
  for (const [index, path] of ["src/lines.rs", task.path, "src/sink.rs"].entries()) {
    links()[index]?.click();
    await until(path, () => front().includes(path));
    await page.frame.commands.run("notes.read", { path: "notes/a.md" });
  }
  links()[3]?.click();
  await until("the offer", () => document.body.textContent?.includes('There is no note "nowhere".') === true);
});

test("a wikilink of a commit lists what the commit changed, and a change leads there", async () => {
  const page = await startFake({ files: { ...files, "notes/c.md": "[[4f1c9e2a10]]\n" } });
  const { ref } = page.fake.commits.add("4f1c9e2a10b3d4e5f6", "Let buffers grow");
  page.fake.graph.name(ref, { title: "4f1c9e2a Let buffers grow" });
  page.fake.graph.link(ref, "file:src/sink.rs", { kind: "touches" });
  await page.frame.commands.run("notes.read", { path: "notes/c.md" });
  const link = () => page.root.querySelector<HTMLElement>("[data-wikilink]");
  await until("the link", () => link() !== null);
  link()?.click();
  const pick = () => {
    const asked = page.frame.dialogs.asked();
    return asked?.type === "pick" ? asked : undefined;
  };
  await until("the list", () => pick() !== undefined);
  expect(pick()?.options.title).toBe("4f1c9e2a Let buffers grow");
  expect(pick()?.options.items.map(({ title, detail }) => [title, detail])).toEqual([
    ["src/sink.rs", "file"],
    ["Copy the Hash", "4f1c9e2a10b3d4e5f6"],
  ]);
  pick()?.options.items[0]?.run?.();
  await until("the file", () => page.frame.workbench.panels("editor").length === 1);
  pick()?.answer(undefined);
  page.fake.graph.name("commit:0000000", { missing: true });
  await page.frame.commands.run("links.open", "commit:0000000");
  expect(page.frame.notices.shown().at(-1)?.message).toBe("There is no commit 0000000 in this repository.");
});

test("the wikilink at a place is read with its heading and without its name", () => {
  const doc = "a [[b c#D|e]] `[[f]]` ![[g.png]]";
  const state = EditorState.create({ doc });
  expect(wikilinkAt(state, 0)).toBeUndefined();
  expect(wikilinkAt(state, 6)).toEqual({ target: "b c", fragment: "D" });
  expect(wikilinkAt(state, doc.length - 3)).toEqual({ target: "g.png", fragment: undefined });
});

test("a note of that name comes before headings of others, also where these are many", async () => {
  const { ipc } = makeFake({ files: {} });
  const item = (kind: "note" | "heading", at: number) => ({
    kind,
    path: { path: `${kind}${at}.md` },
    insert: `${kind}${at}`,
    title: "Alpha",
  });
  const items = [...Array.from({ length: 60 }, (_, at) => item("heading", at)), item("note", 1)];
  const asked: number[] = [];
  const noteComplete: typeof ipc.noteComplete = async ({ limit }) => {
    asked.push(limit);
    return { items: items.slice(0, limit) };
  };
  const source = linkSource({ ...ipc, noteComplete }, () => ({ path: "x.md" }));
  const found = await source(new CompletionContext(EditorState.create({ doc: "[[Alph" }), 6, false));
  expect(found?.options.slice(0, 2).map(({ label }) => label)).toEqual(["note1", "heading0"]);
  expect(found?.options).toHaveLength(50);
});
