import { EditorState, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, describe, expect, it } from "vitest";
import type { LinkedSymbol, LinkedThing } from "../../ipc/bindings";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { aboveLines, lineOfSymbol } from "./above-lines";
import { lineOf } from "./above-words";

const thing = (ref: string, part: Partial<LinkedThing> = {}): LinkedThing => ({
  ref,
  kind: ref.split(":")[0] ?? "",
  title: "Cap growth",
  detail: null,
  path: null,
  line: null,
  at: null,
  depth: 1,
  missing: false,
  ...part,
});
const row = (name: string, line: number, things: LinkedThing[] = [thing("task:T-14")]): LinkedSymbol => ({
  symbol: `symbol:a.rs#${name}`,
  name,
  line,
  things,
  more: 0,
});
const now = Date.UTC(2026, 10, 23);
const views: EditorView[] = [];
afterEach(() => {
  views.splice(0).forEach((view) => view.destroy());
  document.body.replaceChildren();
});

describe("the words above a symbol", () => {
  it("name tasks by their ids, notes by their titles, and say how long ago a run failed", () => {
    const things = [
      thing("task:T-14"),
      thing("note:n.md", { title: "line-buffer" }),
      thing("run:1", { at: now - 120_000 }),
      thing("commit:4f1c9e2000000000"),
    ];
    expect(lineOf({ ...row("a", 1, things), more: 2 }, now)).toBe(
      "T-14 · note: line-buffer · last run failed 2 minutes ago · commit 4f1c9e2 · 2 more",
    );
    const unnamed = thing("task:tasks/a.md");
    expect(lineOf(row("a", 1, [unnamed]), now), "a task without an id").toBe("Cap growth");
  });
});

describe("the line of a symbol", () => {
  it("is the nearest to where it was read that holds its name", () => {
    const doc = Text.of(["fn grow() {", "}", "", "fn next() {", "  grow();", "}"]);
    expect(lineOfSymbol(doc, row("next", 4))).toBe(4);
    expect(lineOfSymbol(doc, row("next", 2)), "lines came above it").toBe(4);
    expect(lineOfSymbol(doc, row("grow", 3)), "of two the one below first").toBe(5);
    expect(lineOfSymbol(doc, row("gone", 1))).toBe(undefined);
    expect(lineOfSymbol(doc, row("next", 900))).toBe(undefined);
  });
});

describe("the lines in a view", () => {
  const shown = (view: EditorView): (string | null)[] =>
    [...view.dom.querySelectorAll(".cm-above")].map(({ textContent, nextElementSibling }) =>
      [textContent, nextElementSibling?.textContent].join(" | "),
    );
  function viewOf(doc: string, ask: () => Promise<LinkedSymbol[]>): EditorView {
    const parent = document.createElement("div");
    document.body.append(parent);
    const extensions = aboveLines({
      ask,
      open: () => undefined,
      showAll: () => undefined,
      follow: () => () => undefined,
      now: () => now,
    });
    const view = new EditorView({ parent, state: EditorState.create({ doc, extensions }) });
    views.push(view);
    return view;
  }

  it("stand in the indentation of their symbols, stay with them, and change no text", async () => {
    const doc = "impl A {\n    fn grow() {\n    }\n}\n";
    const view = viewOf(doc, () => Promise.resolve([row("A", 1), row("grow", 2)]));
    await until("both", () => shown(view).length === 2);
    expect(shown(view)).toEqual(["T-14 | impl A {", "T-14 |     fn grow() {"]);
    const indents = [...view.dom.querySelectorAll<HTMLElement>(".cm-above")].map(
      ({ style }) => style.paddingLeft,
    );
    expect(indents).toEqual(["0ch", "4ch"]);
    expect(view.state.doc.toString()).toBe(doc);
    view.dispatch({ changes: { from: 8, insert: "\n    // more" } });
    expect(shown(view), "at once, without an answer").toEqual(["T-14 | impl A {", "T-14 |     fn grow() {"]);
  });

  it("take no answer about an older text", async () => {
    let answer: (rows: LinkedSymbol[]) => void = () => undefined;
    let asked = 0;
    const view = viewOf("fn grow() {}\n", () => {
      asked += 1;
      return asked === 1 ? new Promise((resolve) => (answer = resolve)) : Promise.resolve([]);
    });
    await until("it asked", () => asked === 1);
    view.dispatch({ changes: { from: 0, insert: "x" } });
    answer([row("grow", 1)]);
    await until("it asked again once it was idle", () => asked === 2);
    expect(shown(view)).toEqual([]);
  });
});

describe("links above symbols", () => {
  const lines = ({ root }: FakePage): (string | null)[] =>
    [...root.querySelectorAll(".cm-above")].map(({ textContent }) => textContent);
  async function opened(line = 1): Promise<FakePage> {
    const page = await startFake({ files: { "a.rs": "fn grow() {\n}\nfn other() {\n}\n", "n.md": "# N\n" } });
    const note = thing("note:n.md", { title: "N", path: { path: "n.md" }, line: 1 });
    page.fake.links.above.set("a.rs", [row("grow", 1, [thing("task:T-14"), note])]);
    await page.frame.commands.run("editor.openFile", { path: "a.rs", line });
    await until("the line", () => lines(page).join() === "T-14 · note: N");
    return page;
  }

  it("lead where they say", async () => {
    const page = await opened();
    page.root.querySelectorAll<HTMLElement>(".cm-above button")[1]?.click();
    await until("the note", () => page.frame.workbench.active("center")?.title() === "n.md");
  });

  it("are taken away and brought back, and the layout keeps that", async () => {
    const page = await opened();
    await page.frame.commands.run("links.toggleAbove");
    await until("they are gone", () => lines(page).length === 0);
    expect(page.frame.layoutNow()).toContain('"linksAbove":{"hidden":true}');
    await page.frame.commands.run("links.toggleAbove");
    await until("they are back", () => lines(page).length === 1);
  });

  it("are listed by a command for the symbol at the cursor", async () => {
    const page = await opened();
    void page.frame.commands.run("links.here");
    const rows = () =>
      [...document.querySelectorAll(".quick-row .quick-title")].map((each) => each.textContent);
    await until("the list", () => rows().join() === "T-14: Cap growth,note: N,All of it in Context");
    document.querySelectorAll<HTMLElement>(".quick-row")[1]?.click();
    await until("the note", () => page.frame.workbench.active("center")?.title() === "n.md");
    await page.frame.commands.run("editor.openFile", { path: "a.rs", line: 3 });
    await page.frame.commands.run("links.here");
    await until(
      "a word",
      () => document.body.textContent?.includes("Nothing is linked to the symbol at the cursor.") === true,
    );
  });

  it("are asked for again when something happened", async () => {
    const page = await opened();
    page.fake.links.above.set("a.rs", []);
    page.fake.journal.append({ kind: "link.removed" });
    await until("they are gone", () => lines(page).length === 0);
  });
});
