import { CompletionContext, completionStatus, startCompletion } from "@codemirror/autocomplete";
import { ensureSyntaxTree, forceParsing, syntaxTree } from "@codemirror/language";
import { EditorSelection, EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, expect, test, vi } from "vitest";
import type { NoteCompletions } from "../../ipc/bindings";
import { makeFake } from "../../ipc/fake";
import { languageOf, loadLanguage } from "../editor";
import { until } from "../../testing/start-fake";
import { linkCompletion, linkSource } from "./complete";
import { isLiteral } from "./link-click";
import { blockDecorations, findBlocks, LONGEST_TEXT, type DrawBlock } from "./live-blocks";
import { mathIn } from "./live-math";
import { decorationsOf, livePreview, type AskLeads } from "./live-preview";

const described = languageOf("a.md");
const language = described && (await loadLanguage(described));
if (!language) throw new Error("There is no Markdown.");
const markdown = language;

const views: EditorView[] = [];
afterEach(() => views.splice(0).forEach((view) => view.destroy()));

function stateOf(doc: string, cursor = 0): EditorState {
  const state = EditorState.create({ doc, selection: { anchor: cursor }, extensions: [markdown] });
  ensureSyntaxTree(state, doc.length, 5_000);
  // A state of its own takes the whole tree; the first one has what was read within some milliseconds.
  return state.update({}).state;
}

/** The text with what is hidden left out, and boxes as they are drawn. */
function seen(doc: string, cursor = 0): string {
  const state = stateOf(doc, cursor);
  let shown = doc;
  const all = decorationsOf(state, 0, doc.length).filter(({ value }) => value.spec.class === undefined);
  for (const { from, to, value } of all.sort((a, b) => b.from - a.from)) {
    const widget = (value.spec as { widget?: { done: boolean } }).widget;
    shown = shown.slice(0, from) + (widget ? (widget.done ? "☑" : "☐") : "") + shown.slice(to);
  }
  return shown;
}

test("marks are hidden but in the line of the cursor, and never in code", () => {
  const cases: [string, string][] = [
    ["\n# A *b*", "\nA b"],
    ["\nx **b** _c_ `d` \\*e\\*", "\nx b c d \\*e\\*"],
    ["\n[a](b.md) [c] <https://d>", "\na [c] <https://d>"],
    ["\n[[a]] [[b#c|d]] ![[e.png]]", "\na d e.png"],
    ["\n- [ ] a\n- [x] b\n1. [X] c\n- [/] d", "\n- ☐ a\n- ☑ b\n1. ☑ c\n- ☐ d"],
    ["\na %%hidden%% b", "\na  b"],
    ["\n`%%` a `%%`", "\n%% a %%"],
    ["\n%% never ends", "\n%% never ends"],
    ["\n> q\n> r", "\nq\nr"],
    ["\n```\n# [[a]] **b**\n- [ ] c\n```", "\n```\n# [[a]] **b**\n- [ ] c\n```"],
    ["\n`[[a]]`", "\n[[a]]"],
    ["\n~~a~~ ==b== c == d==e ==", "\na b c == d==e =="],
    ["\n```\n==a== ~~b~~\n```", "\n```\n==a== ~~b~~\n```"],
  ];
  for (const [text, expected] of cases) {
    expect(seen(text), text).toBe(expected);
  }
  expect(seen("# A\n*b*", 2), "the cursor's line is whole").toBe("# A\nb");
  expect(seen("# A\n*b*", 5)).toBe("A\n*b*");
});

/** The classes of the lines, from the first. */
function lineClasses(doc: string, cursor = 0): string[] {
  const state = stateOf(doc, cursor);
  const classes = doc.split("\n").map((): string => "");
  for (const { from, to, value } of decorationsOf(state, 0, doc.length)) {
    const name: unknown = value.spec.class;
    if (from === to && typeof name === "string")
      classes[state.doc.lineAt(from).number - 1] += name.split(" ")[0]?.replace("cm-note-", "") ?? "";
  }
  return classes;
}

test("fences, front matter and callouts stand in boxes, and front matter is no heading", () => {
  const doc = "---\ntitle: A\n---\n\n# B\n\n```js\nlet a\n```\n\n> [!Tip]- c\n> d\n\n> e";
  expect(lineClasses(doc)).toEqual([
    ...["front", "front", "front", "", "h1", ""],
    ...["fence", "fence", "fence", "", "calloutquote", "calloutquote", "", "quote"],
  ]);
  const names = new Set<string>();
  syntaxTree(stateOf(doc)).iterate({ enter: ({ name }) => void names.add(name) });
  expect([...names].filter((name) => name.startsWith("Setext"))).toEqual([]);
  expect(names.has("Pair"), "front matter is read as what it is").toBe(true);
  expect(lineClasses("a\n\n---\n\nb: c\n---")).toEqual(["", "", "", "", "", ""]);
});

test("code in a fence has the colours of its language", async () => {
  const doc = "```json\n[1, true]\n```\n";
  const view = viewOf(doc, () => undefined);
  await until("the language is there", () => {
    forceParsing(view, doc.length, 1_000);
    return syntaxTree(view.state).resolveInner(doc.indexOf("true") + 1, 1).name === "True";
  });
  expect(isLiteral(view.state, doc.indexOf("true")), "and it is code").toBe(true);
});

/** Draws a block as its first letters, at once. */
const draw: DrawBlock = (source, element, drawn) => {
  element.textContent = `<${source.slice(0, 4)}>`;
  drawn();
  return () => undefined;
};

function viewOf(
  doc: string,
  onChange: () => void = () => undefined,
  leads: AskLeads = () => Promise.resolve(true),
): EditorView {
  const place = document.createElement("div");
  document.body.append(place);
  const changes = EditorView.updateListener.of((update) => update.docChanged && onChange());
  const extensions = [markdown, livePreview(draw, leads), changes];
  const view = new EditorView({ parent: place, state: EditorState.create({ doc, extensions }) });
  views.push(view);
  return view;
}

test("a link that leads nowhere looks so, until something has its name", async () => {
  const there = new Set(["a"]);
  const view = viewOf("x\n[[a]] [[b#c|d]] `[[e]]`\n", undefined, (target) =>
    Promise.resolve(there.has(target)),
  );
  const nowhere = (): string[] =>
    [...view.dom.querySelectorAll(".cm-note-nowhere")].map(({ textContent }) => textContent);
  await vi.waitFor(() => expect(nowhere()).toEqual(["d"]));
  there.add("b#c");
  view.dispatch({ selection: { anchor: 1 } });
  await vi.waitFor(() => expect(nowhere()).toEqual([]));
});

test("wherever the cursor goes no letter changes; a box that is clicked changes its own", () => {
  const doc = "# A\n\n> - [ ] *b* [[c|d]]\n\n```\n[x](y)\n```\n- [x] `e`\n";
  let changes = 0;
  const view = viewOf(doc, () => (changes += 1));
  for (let at = 0; at <= doc.length; at++)
    view.dispatch({ selection: EditorSelection.single(at, doc.length - at) });
  expect([view.state.doc.toString(), changes]).toEqual([doc, 0]);
  view.dispatch({ selection: { anchor: 0 } });
  const boxes = [...view.dom.querySelectorAll<HTMLInputElement>("input")];
  expect(boxes.map(({ checked }) => checked)).toEqual([false, true]);
  boxes[0]?.click();
  expect(view.state.doc.toString()).toBe(doc.replace("[ ]", "[x]"));
});

const long = [
  "# A",
  "| a | b |",
  "|---|:-:|",
  "| $x$ | [[c]] |",
  "",
  "$$",
  "x^2",
  "$$",
  "![p](p.png)",
  "![[q.png|200]]",
  "![[note#part]]",
  "text $y_1$ and $5 and $6",
  "```",
  "| a | b |",
  "|---|---|",
  "$$z$$",
  "```",
  "| no | table |",
  "- - -",
  "$$",
  "never ends",
].join("\n");

test("tables, math and pictures of their own lines are blocks, but in code", () => {
  const { doc } = stateOf(long);
  const found = findBlocks(doc).map(({ from, to }) => doc.sliceString(from, to).split("\n")[0]);
  expect(found).toEqual(["| a | b |", "$$", "![p](p.png)", "![[q.png|200]]", "![[note#part]]"]);
  expect(findBlocks(stateOf(`a\n\n$$x$$\n${"b\n".repeat(LONGEST_TEXT / 2)}`).doc), "too long").toEqual([]);
});

test("pictures side by side are one block, and the width of one in text is not its name", () => {
  const { doc } = stateOf("![[a.png|120]] ![b](c.png)\n\nx ![[a.png|120]] y\n");
  const found = findBlocks(doc).map(({ from, to }) => doc.sliceString(from, to));
  expect(found).toEqual(["![[a.png|120]] ![b](c.png)"]);
  const view = viewOf("first\n\nx ![[a.png|120]] y\n", () => undefined);
  expect(view.dom.querySelector(".cm-note-link")?.textContent).toBe("a.png");
});

test("beside the cursor both brackets of a link look alike", () => {
  const view = viewOf("a [[Note|it]] b\n", () => undefined);
  const looks = [...view.dom.querySelectorAll(".cm-note-bracket")].map((it) => it.textContent);
  expect(looks.join(" ")).toBe("[[ ]]");
});

test("tags have a look of their own, numbers and parts of links do not", () => {
  const view = viewOf("first\n\n#design and #1 a#b [[#Part]] `#code` #a/b-1\n", () => undefined);
  const tags = [...view.dom.querySelectorAll(".cm-note-tag")].map((it) => it.textContent);
  expect(tags).toEqual(["#design", "#a/b-1"]);
});

test("a text of nothing but the edges of math is looked through once", () => {
  const { doc } = stateOf("$$\n".repeat(100_000));
  expect(findBlocks(doc)).toHaveLength(50_000);
});

test("callouts and diagrams are blocks; a fence of another language, or without an end, is text", () => {
  const text = [
    "> [!warning] A",
    "> - [ ] b",
    "",
    "> [!tip]- Folded",
    "> quote",
    "",
    "> a quote",
    "",
    "```mermaid",
    "graph TD; A-->B",
    "```",
    "```js",
    "> [!tip] code",
    "```",
    "~~~ mermaid",
    "pie",
  ].join("\n");
  const { doc } = stateOf(text);
  const found = findBlocks(doc).map(({ from, to }) => doc.sliceString(from, to));
  expect(found).toEqual([
    "> [!warning] A\n> - [ ] b",
    "> [!tip]- Folded\n> quote",
    "```mermaid\ngraph TD; A-->B\n```",
  ]);
  const view = viewOf(`a\n\n${text}`, () => undefined);
  const drawn = (): number => view.dom.querySelectorAll(".cm-note-block").length;
  expect(drawn()).toBe(3);
  view.dispatch({ selection: { anchor: view.state.doc.toString().indexOf("pie") } });
  view.dispatch({ selection: { anchor: view.state.doc.toString().indexOf("graph") } });
  expect(drawn(), "the one of the cursor shows its text").toBe(2);
});

test("the cursor walks through every line, and no line that it is in is hidden or drawn", () => {
  let changes = 0;
  const view = viewOf(long, () => (changes += 1));
  const seenLines = new Set<number>();
  for (let at = 0; at <= long.length; at++) {
    view.dispatch({ selection: { anchor: at } });
    const { state } = view;
    const line = state.doc.lineAt(at);
    seenLines.add(line.number);
    const blocks = blockDecorations(state, findBlocks(state.doc), draw);
    blocks.between(line.from, line.to, (from, to) => {
      throw new Error(`${from} to ${to} is drawn while the cursor is at ${at}.`);
    });
    for (const { from, to, value } of decorationsOf(state, line.from, line.to))
      if (value.spec.class === undefined) throw new Error(`${from} to ${to} is hidden at ${at}.`);
  }
  expect(seenLines.size).toBe(view.state.doc.lines);
  expect([view.state.doc.toString(), changes]).toEqual([long, 0]);
});

test("blocks are drawn where no selection touches them", () => {
  const view = viewOf(long, () => undefined);
  const drawn = (): (string | null)[] =>
    [...view.dom.querySelectorAll(".cm-note-block")].map(({ textContent }) => textContent);
  expect(drawn()).toEqual(["<| a >", "<$$\nx>", "<![p]>", "<![[q>", "<![[n>"]);
  view.dispatch({ selection: { anchor: 0, head: long.indexOf("x^2") } });
  expect(drawn()).toEqual(["<![p]>", "<![[q>", "<![[n>"]);
  view.dispatch({ changes: { from: long.indexOf("![p]"), insert: "see " } });
  expect(drawn(), "a picture in a text is no block").toEqual(["<![[q>", "<![[n>"]);
});

test("math in a line is what GitHub takes for it", () => {
  const texts = (line: string): string[] => mathIn(line).map(({ tex }) => tex);
  expect(texts("a $x_1$ b $\\frac{a}{b}$, $5 and $6")).toEqual(["x_1", "\\frac{a}{b}"]);
  for (const none of ["$ x$", "$x $", "\\$x$", "a$x$", "$x$5", "$$x$$", "$"])
    expect(texts(none), none).toEqual([]);
});

test("what stands behind [[ is completed, and its brackets are not written twice", async () => {
  const { ipc, calls } = makeFake({ files: { "a/line-buffer.md": "# Line buffer\n", "sink.md": "" } });
  const source = linkSource(ipc, () => ({ path: "x.md" }));
  const ask = (doc: string) => source(new CompletionContext(stateOf(doc), doc.length, false));
  for (const doc of ["a", "[lin", "[[a]] b", "[[a|b", "[[a\nb"]) expect(await ask(doc), doc).toBeNull();
  expect(calls, "nothing is asked for nothing").toEqual([]);
  const found = await ask("see [[line");
  expect(found?.options.map(({ label, displayLabel }) => [label, displayLabel])).toEqual([
    ["line-buffer", "Line buffer"],
  ]);
  for (const behind of ["", "]]"]) {
    const view = viewOf(`see [[line${behind}`, () => undefined);
    const [option] = found?.options ?? [];
    if (!option || typeof option.apply !== "function") throw new Error("It cannot be put in.");
    option.apply(view, option, found?.from ?? 0, 10);
    expect(view.state.doc.toString()).toBe("see [[line-buffer]]");
    expect(view.state.selection.main.head).toBe(view.state.doc.length);
  }
});

test("comments over lines are dim, and stay in sight", () => {
  const doc = "\n%%\na\n%%\nb";
  expect(seen(doc)).toBe(doc);
  const dim = decorationsOf(stateOf(doc), 0, doc.length).filter(
    ({ value }) => value.spec.class === "cm-note-comment",
  );
  expect(dim.map(({ from, to }) => doc.slice(from, to))).toEqual(["%%\na\n%%"]);
});

test("Enter waits for the list of what is typed now", async () => {
  const answer: (() => void)[] = [];
  const noteComplete = ({ text }: { text: string }) =>
    new Promise<NoteCompletions>((resolve) => {
      const title = text === "be" ? "Bench" : "Apples";
      const item = { insert: title, title, path: { path: `${title}.md` }, kind: "note" as const };
      answer.push(() => resolve({ items: [item] }));
    });
  const { ipc } = makeFake({ files: {} });
  const parent = document.body.appendChild(document.createElement("div"));
  const view = new EditorView({
    parent,
    doc: "[[",
    selection: { anchor: 2 },
    extensions: [markdown, linkCompletion({ ...ipc, noteComplete }, () => ({ path: "x.md" }))],
  });
  views.push(view);
  const give = async (): Promise<void> => {
    await until("it is asked", () => answer.length > 0);
    answer.splice(0).forEach((run) => run());
  };
  startCompletion(view);
  await give();
  await until("the first list", () => completionStatus(view.state) === "active");
  view.dispatch({ changes: { from: 2, insert: "be" }, selection: { anchor: 4 }, userEvent: "input.type" });
  await until("it is asked again", () => answer.length > 0);
  const enter = new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true });
  view.contentDOM.dispatchEvent(enter);
  expect(view.state.doc.toString(), "nothing old is taken").toBe("[[be");
  await give();
  await until("the new one", () => view.state.doc.toString() === "[[Bench]]");
});
