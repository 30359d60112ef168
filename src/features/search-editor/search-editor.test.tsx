import { EditorView } from "@codemirror/view";
import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { load } from "./load";

const files = {
  "src/a.rs": "fn one() {}\nfn two() {\n    one();\n}\n// end\n",
  "src/b.rs": "// One\n",
  "bad.txt": "other\n",
};
const text = (page: FakePage, path: string): string =>
  new TextDecoder().decode(page.fake.files.contents.get(path));
const part = ({ root }: FakePage, name: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[data-testid=${name}]`);
const told = (page: FakePage): string => part(page, "search-editor-told")?.textContent ?? "";

async function opened(more: Record<string, string> = {}): Promise<{ page: FakePage; view: EditorView }> {
  const page = await startFake({ files: { ...files, ...more } });
  await page.frame.commands.run("search.query", "one", false);
  await until("the hits", () => part(page, "search-found")?.textContent?.startsWith("3 results") === true);
  await page.frame.commands.run("search.editResults");
  const find = (): EditorView | null =>
    EditorView.findFromDOM(
      part(page, "search-editor")?.querySelector<HTMLElement>(".cm-editor") ?? page.root,
    );
  await until("the lines", () => find() !== null);
  return { page, view: find() as EditorView };
}

function edit(view: EditorView, old: string, made: string): void {
  const from = view.state.doc.toString().indexOf(old);
  view.dispatch({ changes: { from, to: from + old.length, insert: made } });
}

async function written(page: FakePage): Promise<void> {
  await until("the edits are counted", () => !part(page, "search-editor-write")?.hasAttribute("disabled"));
  await page.frame.commands.run("searchEditor.write");
}

test("edited lines go back to their files, in one step that is undone", async () => {
  const { page, view } = await opened();
  expect(view.state.doc.toString()).toBe(
    "src/a.rs\nfn one() {}\nfn two() {\n    one();\n}\nsrc/b.rs\n// One\n",
  );
  expect(told(page)).toBe("3 lines with hits in 2 files.");
  edit(view, "fn one() {}", "// First.\nfn uno() {}");
  edit(view, "    one();\n", "");
  await until("the count", () => part(page, "search-editor-write")?.textContent === "Write 2 lines");
  expect(page.frame.workbench.active("center")?.dirty()).toBe(true);
  await written(page);
  expect(text(page, "src/a.rs")).toBe("// First.\nfn uno() {}\nfn two() {\n}\n// end\n");
  expect(text(page, "src/b.rs")).toBe(files["src/b.rs"]);
  expect(told(page)).toBe("Wrote 2 lines in 1 file.");
  expect(page.frame.workbench.active("center")?.dirty()).toBe(false);

  part(page, "search-editor")?.querySelector<HTMLElement>(".sheet-summary button")?.click();
  await until("the file as it was", () => text(page, "src/a.rs") === files["src/a.rs"]);
  await until("the edits again", () => page.frame.workbench.active("center")?.dirty() === true);
  await written(page);
  expect(text(page, "src/a.rs")).toContain("fn uno() {}");
});

test("a file that changed meanwhile is left alone and named, and its edits stay", async () => {
  const { page, view } = await opened();
  edit(view, "fn one", "fn uno");
  edit(view, "// One", "// Uno");
  page.fake.files.write("src/a.rs", `// new\n${files["src/a.rs"]}`);
  await written(page);
  expect(text(page, "src/b.rs")).toBe("// Uno\n");
  expect(text(page, "src/a.rs")).toBe(`// new\n${files["src/a.rs"]}`);
  expect(told(page)).toBe("Wrote 1 line in 1 file. Left alone: src/a.rs (It changed since it was shown).");
  expect(page.frame.workbench.active("center")?.dirty()).toBe(true);
});

test("a heading is not edited, which is said, and closing asks about edits", async () => {
  const { page, view } = await opened();
  edit(view, "src/a.rs", "elsewhere");
  expect(page.root.querySelector(".sheet-refusal")?.textContent).toMatch(/^Headings and dividers stay/);
  edit(view, "fn one", "fn uno");
  expect(page.root.querySelector(".sheet-refusal")?.textContent).toBe("");
  await until("the dot", () => page.frame.workbench.active("center")?.dirty() === true);
  const closed = page.frame.workbench.active("center")?.close();
  await until("the question", () => page.frame.dialogs.asked()?.type === "ask");
  const asked = page.frame.dialogs.asked();
  if (asked?.type !== "ask") throw new Error("Nothing was asked.");
  expect(asked.question.title).toBe("Write the edited results to their files?");
  asked.answer("cancel");
  expect(await closed).toBe(false);
  expect(text(page, "src/a.rs")).toBe(files["src/a.rs"]);
});

test("results of a ranking stand by file, each line once, and go back to their files", async () => {
  const page = await startFake({ files });
  const lines = text(page, "src/a.rs").split("\n");
  const hit = (line: number, path = "src/a.rs") => {
    const code = path === "src/a.rs" ? (lines[line - 1] ?? "") : "// One";
    const at = { path: { path }, line, column: 1, text: code, ranges: [] as [number, number][] };
    return { kind: "text" as const, ...at, score: 1, why: "", lists: ["meaning"] };
  };
  await page.frame.commands.run("search.give", {
    title: "Like a",
    hits: [hit(3), hit(1, "src/b.rs"), hit(1), hit(3)],
    isRanked: true,
  });
  await page.frame.commands.run("search.editResults");
  const find = (): EditorView | null =>
    EditorView.findFromDOM(
      part(page, "search-editor")?.querySelector<HTMLElement>(".cm-editor") ?? page.root,
    );
  await until("the lines", () => find() !== null);
  const view = find() as EditorView;
  expect(view.state.doc.toString()).toBe(
    "src/a.rs\nfn one() {}\nfn two() {\n    one();\n}\nsrc/b.rs\n// One\n",
  );
  expect(told(page)).toBe("3 lines with hits in 2 files.");
  edit(view, "fn one", "fn uno");
  edit(view, "    one();", "    uno();");
  await written(page);
  expect(text(page, "src/a.rs")).toBe("fn uno() {}\nfn two() {\n    uno();\n}\n// end\n");
});

test("a file whose lines are others than its hits, or that is no text, is left out", async () => {
  const page = await startFake({ files: { ...files, raw: new Uint8Array([0x61, 0xff]) } });
  const hit = { kind: "text" as const, line: 1, column: 1, ranges: [], score: 1, why: "" };
  const found = [
    { path: { path: "src/b.rs" }, hits: [{ ...hit, path: { path: "src/b.rs" }, text: "// Two" }] },
    { path: { path: "raw" }, hits: [{ ...hit, path: { path: "raw" }, text: "a" }] },
    { path: { path: "gone" }, hits: [{ ...hit, path: { path: "gone" }, text: "a" }] },
  ];
  const loaded = await load(page.fake.ipc, found, 1);
  expect(loaded.files).toEqual([]);
  expect(loaded.left.map(({ reason }) => reason)).toEqual([
    "it changed since the search",
    "it is not UTF-8 text",
    "There is no gone.",
  ]);
});
