import { afterEach, describe, expect, it } from "vitest";
import type { LinkEdge, LinkGraph, LinkedThing } from "../../ipc/bindings";
import type { FakeBackend } from "../../ipc/fake";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { linkedOf, reasonOf, rowsOf } from "./context-rows";

const thing = (ref: string, part: Partial<LinkedThing> = {}): LinkedThing => ({
  ref,
  kind: ref.split(":")[0] ?? "",
  title: ref.split(":")[1] ?? "",
  detail: null,
  path: null,
  line: null,
  at: null,
  depth: 1,
  missing: false,
  ...part,
});
const edge = (from: string, to: string, part: Partial<LinkEdge> = {}): LinkEdge => ({
  from,
  to,
  kind: "mentions",
  origin: "written",
  confidence: 1,
  reason: "a note names it",
  evidence: [],
  path: null,
  line: null,
  at: null,
  suggestion: false,
  changed: false,
  ...part,
});
const graph = (edges: LinkEdge[], root = "file:a.rs"): LinkGraph => {
  const refs = new Set([root, ...edges.flatMap(({ from, to }) => [from, to])]);
  return { things: [...refs].map((ref) => thing(ref)), edges, more: false };
};

describe("what is linked", () => {
  it("has the hardest evidence first, from both ends, and each thing once", () => {
    const found = linkedOf([
      graph([
        edge("file:a.rs", "note:far", { origin: "meaning", suggestion: true, confidence: 0.9 }),
        edge("run:1", "file:a.rs", { origin: "session" }),
        edge("note:n", "file:a.rs", { confidence: 0.5 }),
        edge("commit:c", "file:a.rs", { confidence: 1 }),
        edge("file:a.rs", "task:T-1", { origin: "person", at: 5 }),
        edge("note:n", "file:a.rs", { origin: "person", kind: "related" }),
        edge("note:n", "task:T-9"),
      ]),
    ]);
    expect(found.map(({ thing: { ref } }) => ref)).toEqual([
      "task:T-1",
      "note:n",
      "commit:c",
      "run:1",
      "note:far",
    ]);
  });

  it("has what the symbols of a file are linked to, where the file is meant as a whole", () => {
    const deep = graph(
      [
        edge("file:a.rs", "symbol:s", { kind: "holds" }),
        edge("note:n", "symbol:s"),
        edge("note:n", "file:b.rs"),
      ],
      "file:a.rs",
    );
    const refs = (found: ReturnType<typeof linkedOf>): string[] => found.map(({ thing: { ref } }) => ref);
    expect(refs(linkedOf([deep], true))).toEqual(["note:n"]);
    expect(refs(linkedOf([deep]))).toEqual([]);
  });

  it("suggests nothing that somebody said, and not the symbol's own file", () => {
    const soft = { origin: "meaning", suggestion: true } as const;
    const found = linkedOf([
      graph([edge("symbol:s", "note:n"), edge("symbol:s", "file:a.rs")], "symbol:s"),
      graph([edge("file:a.rs", "note:n", soft), edge("symbol:s", "file:a.rs")]),
    ]);
    expect(found.map(({ thing: { ref }, edge: { suggestion } }) => [ref, suggestion])).toEqual([
      ["note:n", false],
    ]);
  });

  it("stands in groups by its kind, and sections that are folded hold their count", () => {
    const linked = linkedOf([
      graph([
        edge("note:n", "file:a.rs"),
        edge("run:1", "file:a.rs", { origin: "session" }),
        edge("note:m", "file:a.rs"),
        edge("file:a.rs", "file:b.rs", { suggestion: true, origin: "meaning" }),
      ]),
    ]);
    const shown = { linked, matters: [], notes: { matters: "Nothing." }, more: false, hasFront: true };
    const words = (closed: string[] = []): string[] =>
      rowsOf(shown, new Set(closed)).map((row) =>
        row.type === "link"
          ? row.link.thing.ref
          : row.type === "note"
            ? row.text
            : "title" in row
              ? row.title
              : "",
      );
    expect(words()).toEqual([
      "Linked",
      "Notes",
      "note:n",
      "note:m",
      "Commands",
      "run:1",
      "Suggested",
      "file:b.rs",
      "Matters now",
      "Nothing.",
    ]);
    expect(words(["linked", "matters"])).toEqual(["Linked", "Suggested", "file:b.rs", "Matters now"]);
    expect(rowsOf(shown, new Set(["linked"]))[0]).toMatchObject({ count: 3 });
  });

  it("has the suggestions of a symbol first, and those of its file below, each once", () => {
    const soft = { origin: "meaning", suggestion: true } as const;
    const linked = linkedOf([
      graph([edge("symbol:s", "note:n", { ...soft, confidence: 0.2 })], "symbol:s"),
      graph([
        edge("file:a.rs", "note:n", { ...soft, confidence: 0.9 }),
        edge("file:a.rs", "file:b.rs", { ...soft, confidence: 0.8 }),
      ]),
    ]);
    const rows = rowsOf({ linked, matters: [], notes: {}, more: false, hasFront: true }, new Set());
    const words = rows.flatMap((row) =>
      row.type === "link" ? [`${row.level} ${row.link.thing.ref}`] : row.type === "group" ? [row.title] : [],
    );
    expect(words).toEqual(["2 note:n", "In this file", "3 file:b.rs"]);
    const inFile = linkedOf([graph([edge("file:a.rs", "file:b.rs", soft)])]);
    expect(
      inFile.map((link) => link.inFile),
      "the file itself is in front",
    ).toEqual([false]);
  });

  it("tells what is linked to a symbol from what is linked to its file", () => {
    const linked = linkedOf([
      graph([edge("symbol:s", "note:n")], "symbol:s"),
      graph([
        edge("file:a.rs", "note:n", { origin: "person" }),
        edge("file:a.rs", "note:m"),
        edge("file:a.rs", "commit:c"),
      ]),
    ]);
    const rows = rowsOf({ linked, matters: [], notes: {}, more: false, hasFront: true }, new Set());
    const words = rows.flatMap((row) =>
      row.type === "link" ? [row.link.thing.ref] : row.type === "group" ? [row.title] : [],
    );
    expect(words).toEqual(["Notes", "note:n", "In this file", "note:m", "commit:c"]);
  });

  it("says why, where that is written, and what changed since", () => {
    const [link] = linkedOf([
      graph([edge("note:n", "file:a.rs", { path: { path: "n.md" }, line: 4, changed: true })]),
    ]);
    const row = { type: "link", key: "", link: link!, level: 3 } as const;
    expect(reasonOf(row)).toBe("a note names it · changed since · n.md:4");
  });
});

describe("the context", () => {
  afterEach(() => document.body.replaceChildren());
  const files = { "a.rs": "fn free() {\n}\nfn other() {\n}\n", "n.md": "# Line buffer\n", "b.rs": "" };
  const titles = ({ root }: FakePage): (string | null)[] =>
    [...root.querySelectorAll("[data-testid=context-rows] .context-title")].map((row) => row.textContent);
  const text = ({ root }: FakePage): string =>
    root.querySelector("[data-testid=context-panel]")?.textContent ?? "";
  const press = (key: string): void =>
    void document.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  const asked = ({ fake }: FakePage): string[] =>
    fake.calls.filter(({ name }) => name === "linkGraph").map(({ params }) => (params as { of: string }).of);
  function know({ links }: FakeBackend): void {
    links.thing({ ref: "note:n.md", title: "Line buffer", path: { path: "n.md" }, line: 1 });
    links.thing({ ref: "file:b.rs", title: "budget.rs" });
    links.link({ from: "note:n.md", to: "symbol:a.rs#free", path: { path: "n.md" }, line: 1, changed: true });
    links.link({
      from: "file:a.rs",
      to: "file:b.rs",
      origin: "meaning",
      suggestion: true,
      reason: "the same names",
    });
    const run = links.thing({ ref: "run:1", title: "cargo test" });
    const part = { signal: "run", weight: 0.5, reason: "it failed just now" };
    links.matters.push({ thing: run, weight: 0.5, parts: [part] });
  }
  async function opened(line = 1): Promise<FakePage> {
    const page = await startFake({ files });
    know(page.fake);
    await page.frame.commands.run("editor.openFile", { path: "a.rs", line });
    await page.frame.commands.run("context.show");
    await until("the panel", () => page.root.querySelector("[data-testid=context-panel]") !== null);
    return page;
  }
  const focused = async (page: FakePage): Promise<void> => {
    await page.frame.commands.run("context.show");
    await until("the focus", () => document.activeElement?.getAttribute("role") === "tree");
  };

  it("shows what is linked to the symbol at the cursor and to its file, and what matters", async () => {
    const page = await opened();
    await until("all of it", () => titles(page).join() === "Line buffer,budget.rs,cargo test");
    expect(text(page)).toContain("changed since");
    expect(page.root.querySelector<HTMLElement>(".context-weight span")?.style.width).toBe("50%");
    await page.frame.commands.run("editor.openFile", { path: "a.rs", line: 3 });
    await until("the other symbol", () => titles(page).join() === "budget.rs,cargo test");
    expect(text(page)).toContain("Nothing is linked to it yet.");
    expect(asked(page).slice(-2)).toEqual(["symbol:a.rs#other", "file:a.rs"]);
  });

  it("says how many are shown where there are more, and shows more", async () => {
    const page = await startFake({ files });
    for (let n = 0; n < 1_001; n += 1) page.fake.links.link({ from: "file:b.rs", to: `run:${n}` });
    await page.frame.commands.run("editor.openFile", { path: "b.rs" });
    await page.frame.commands.run("context.show");
    const count = (): string => page.root.querySelector(".context-count")?.textContent ?? "";
    await until("the first ones", () => count() === "199 shown");
    await focused(page);
    press("ArrowLeft");
    const more = () => page.root.querySelector<HTMLElement>(".context-more");
    await until("the row for more", () => more()?.textContent === "Show More");
    more()?.click();
    await until("more of them", () => count() === "999 shown");
    more()?.click();
    await until("all of them", () => count() === "1,001");
    expect(more()).toBe(null);
  });

  it("accepts and rejects with one key, and takes it back", async () => {
    const page = await opened();
    await until("all of it", () => titles(page).length === 3);
    await focused(page);
    const mark = (name: string): void => {
      const row = [...page.root.querySelectorAll<HTMLElement>(".context-row")];
      const at = row.findIndex((each) => each.textContent?.startsWith(name));
      press("Home");
      for (let step = 0; step < at; step++) press("ArrowDown");
    };
    mark("budget.rs");
    expect(text(page), "the reason of the marked row").toContain("the same names");
    press("x");
    await until("it is gone", () => titles(page).join() === "Line buffer,cargo test");
    const undo = (): void =>
      [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Undo")?.click();
    undo();
    await until("it is back", () => titles(page).length === 3);
    mark("budget.rs");
    press("a");
    await until("it is no suggestion", () => page.root.querySelector(".context-verdict") === null);
    const told = page.fake.journal.events().map(({ kind }) => kind);
    expect(told.filter((kind) => kind.startsWith("link."))).toEqual([
      "link.rejected",
      "link.unjudged",
      "link.accepted",
    ]);
    mark("Line buffer");
    press("w");
    await until("where it is written", () => page.frame.workbench.active("center")?.title() === "n.md");
  });

  it("goes to the next suggestion when one was accepted", async () => {
    const page = await opened();
    for (const name of ["c.rs", "d.rs"]) {
      page.fake.links.thing({ ref: `file:${name}`, title: name });
      const soft = { origin: "meaning", suggestion: true, reason: "the same names" } as const;
      page.fake.links.link({ from: "file:a.rs", to: `file:${name}`, ...soft });
    }
    await page.frame.commands.run("editor.openFile", { path: "a.rs", line: 3 });
    await until("all of it", () => titles(page).length === 4);
    await focused(page);
    const chosen = (): string | undefined =>
      page.root.querySelector(".context-row[aria-selected=true] .context-title")?.textContent ?? undefined;
    press("Home");
    for (let step = 0; step < 20 && !chosen()?.endsWith(".rs"); step++) press("ArrowDown");
    const seen = [chosen()];
    for (let step = 0; step < 2; step++) {
      press("a");
      await until("the next", () => !seen.includes(chosen()));
      seen.push(chosen());
    }
    expect([...seen].sort()).toEqual(["budget.rs", "c.rs", "d.rs"]);
  });

  it("is about what is selected in a panel, and stays so while one looks at it", async () => {
    const page = await startFake({ files }, (frame) => {
      frame.workbench.registerPanel({
        kind: "shell",
        area: "bottom",
        render: () => document.createElement("i"),
      });
    });
    await page.frame.commands.run("context.show");
    const panel = page.frame.workbench.open("shell", "s", {}, "s");
    await until("it has the focus", () => page.frame.workbench.places.region() === "bottom");
    panel.setSubject("run:7");
    await until("it was asked", () => asked(page).includes("run:7"));
    await page.frame.commands.run("context.show");
    expect(text(page)).toContain("7");
  });

  it("follows what is selected in the list of tasks, by key and by pointer, and the file when one is back", async () => {
    const page = await opened();
    page.fake.tasks.add({ title: "One" });
    page.fake.tasks.add({ title: "Two" });
    await until("the file", () => asked(page).includes("file:a.rs"));
    await page.frame.commands.run("tasks.show");
    const list = () => page.root.querySelector<HTMLElement>("[data-testid=tasks-rows]");
    await until("the tasks", () => list() !== null);
    list()?.focus();
    press("End");
    const last = (): string | undefined => asked(page).at(-1);
    await until("the last task", () => last() === "task:T-2" || last() === "task:T-1");
    const before = last();
    press("ArrowUp");
    await until("the one above", () => last() !== before && last()?.startsWith("task:") === true);
    await page.frame.commands.run("context.show");
    expect(text(page), "looking at it changes nothing").toContain(last()?.slice("task:".length));
    const row = [...page.root.querySelectorAll<HTMLElement>(".task-row")].find(({ textContent }) =>
      textContent?.includes(before?.slice("task:".length) ?? "?"),
    );
    list()?.focus();
    row?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    await until("the one that was pointed at", () => last() === before);
    page.frame.workbench.focusArea("center");
    await until("the file again", () => last() === "file:a.rs");
  });

  it("follows what is selected in the timeline and the file of a history", async () => {
    const page = await opened();
    page.fake.journal.append({ kind: "document.saved", file: { path: "b.rs" }, subject: "file:doc" });
    page.fake.journal.append({ kind: "run.ended", subject: "run:9", payload: '{"exit":1}' });
    await page.frame.commands.run("timeline.show");
    const rows = () => [...page.root.querySelectorAll<HTMLElement>(".timeline-row")];
    await until("the events", () => rows().length === 2);
    page.frame.workbench.focusArea("sidebar");
    rows()[0]?.focus();
    await until("the command", () => asked(page).at(-1) === "run:9");
    rows()[1]?.focus();
    await until("the file", () => asked(page).at(-1) === "file:b.rs");
    await page.frame.commands.run("history.show", { entry: { path: { path: "n.md" }, kind: "file" } });
    await until("the file of the versions", () => asked(page).at(-1) === "note:n.md");
  });

  it("says what it does without the sidecar, and what failed", async () => {
    const page = await opened();
    await until("all of it", () => titles(page).length === 3);
    page.fake.emit({ type: "sidecarChanged", status: { ...page.frame.boot.sidecar, state: "failed" } });
    await until("a word", () => text(page).includes("By names only: the sidecar is not ready."));
    page.fake.failNext("linkGraph", { code: "storage", message: "It is damaged.", retryable: false });
    page.fake.journal.append({ kind: "document.saved" });
    await until("the fault", () => text(page).includes("It is damaged."));
    [...page.root.querySelectorAll<HTMLElement>("[data-testid=context-panel] .button")]
      .find(({ textContent }) => textContent === "Try Again")
      ?.click();
    await until("it is there again", () => titles(page).length === 3);
  });

  it("asks for nothing while it is hidden, and once when it is seen again", async () => {
    const page = await opened();
    await until("all of it", () => titles(page).length === 3);
    page.frame.workbench.showArea("right", false);
    const before = asked(page).length;
    await page.frame.commands.run("editor.openFile", { path: "b.rs" });
    page.fake.journal.append({ kind: "document.saved" });
    await until("the text", () => page.frame.workbench.active("center")?.title() === "b.rs");
    page.frame.workbench.showArea("right", true);
    await until("it asks", () => asked(page).length > before);
    expect(asked(page).slice(before)).toEqual(["file:b.rs"]);
  });
});
