/**
 * Markdown as it is written, drawn as it is read: marks are hidden where the cursor is not. The text itself
 * is never changed by this; only a box that is clicked changes its one letter.
 */
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Extension, Range } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { Decoration, ViewPlugin, WidgetType, type DecorationSet, type ViewUpdate } from "@codemirror/view";
import { isLiteral } from "./link-click";
import { liveBlocks, type DrawBlock } from "./live-blocks";
import { boxOf, calloutOf } from "./live-boxes";
import { commentsIn } from "./live-comments";
import { noteLook } from "./live-look";
import { mathIn, MathWidget } from "./live-math";

const BOX = /^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+\[([^[\]\n])\](?=\s|$)/;
const WIKILINK = /(!?\[\[)([^[\]\n|]+)(\|)?([^[\]\n]*)(\]\])/g;
/** `#tags` with at least one sign that is no digit, as notes know them. */
const TAG = /(?<![\p{L}\p{N}#/&_[-])#(?=[\p{N}/_-]*\p{L})[\p{L}\p{N}/_-]+/gu;
/** Lines beyond this length are left as they are. */
const LONGEST = 10_000;

const hidden = Decoration.replace({});
const struck = Decoration.mark({ class: "cm-note-struck" });
const marked = Decoration.mark({ class: "cm-note-mark" });
const quoted = Decoration.line({ class: "cm-note-quote" });
const code = Decoration.mark({ class: "cm-note-code" });
const link = Decoration.mark({ class: "cm-note-link" });
const bracket = Decoration.mark({ class: "cm-note-bracket" });
const tag = Decoration.mark({ class: "cm-note-tag" });
const comment = Decoration.mark({ class: "cm-note-comment" });
const nowhere = Decoration.mark({ class: "cm-note-link cm-note-nowhere" });
const headings = [1, 2, 3, 4, 5, 6].map((level) => Decoration.line({ class: `cm-note-h${level}` }));

class Box extends WidgetType {
  private readonly done: boolean;
  /** What stands between the brackets. */
  constructor(readonly sign: string) {
    super();
    this.done = /[xX]/.test(sign);
  }
  override eq(other: Box): boolean {
    return other.sign === this.sign;
  }
  override toDOM(view: EditorView): HTMLElement {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = this.done;
    box.className = "task-box cm-note-box";
    box.dataset["state"] = this.sign;
    box.disabled = view.state.readOnly;
    box.setAttribute("aria-label", this.done ? "Done" : "Open");
    // The cursor stays where it is.
    box.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("click", (event) => {
      event.preventDefault();
      const at = view.posAtDOM(box) + 1;
      if (view.state.sliceDoc(at, at + 1) === this.sign)
        view.dispatch({
          changes: { from: at, to: at + 1, insert: this.done ? " " : "x" },
          userEvent: "input",
        });
    });
    return box;
  }
  override ignoreEvent(): boolean {
    return true;
  }
}

/** The lines that a selection touches; their marks are shown. */
function activeLines(state: EditorState): (from: number, to: number) => boolean {
  const lines = state.selection.ranges.map(({ from, to }) => [
    state.doc.lineAt(from).from,
    state.doc.lineAt(to).to,
  ]);
  return (from, to) => lines.some(([start = 0, end = 0]) => from <= end && to >= start);
}

/** What is drawn between two places of a text. `leads` is asked for what is between `[[` and `]]`. */
export function decorationsOf(
  state: EditorState,
  from: number,
  to: number,
  leads: (target: string) => boolean = () => true,
): Range<Decoration>[] {
  const found: Range<Decoration>[] = [];
  const isActive = activeLines(state);
  const hide = (start: number, end: number): void => {
    if (start < end && !isActive(start, end)) found.push(hidden.range(start, end));
  };
  /** A mark and the blank behind it. */
  const hideMark = (start: number, end: number): void =>
    hide(start, state.sliceDoc(end, end + 1) === " " ? end + 1 : end);
  syntaxTree(state).iterate({
    from,
    to,
    enter: ({ name, from: start, to: end, node }) => {
      const level = /^ATXHeading([1-6])$/.exec(name)?.[1];
      const heading = headings[Number(level) - 1];
      if (heading) found.push(heading.range(state.doc.lineAt(start).from));
      else if (name === "HeaderMark" && node.parent?.name.startsWith("ATX") && start === node.parent.from)
        hideMark(start, end);
      else if (/^(Emphasis|Strikethrough|Highlight)Mark$/.test(name)) hide(start, end);
      else if (name === "Strikethrough") found.push(struck.range(start, end));
      else if (name === "Highlight") found.push(marked.range(start, end));
      else if (name === "FencedCode") found.push(...boxOf(state, start, end, [from, to], "cm-note-fence"));
      else if (name === "Frontmatter") found.push(...boxOf(state, start, end, [from, to], "cm-note-front"));
      else if (name === "Blockquote") found.push(...calloutOf(state, start, end, [from, to]));
      else if (name === "InlineCode") found.push(code.range(start, end));
      else if (name === "CodeMark" && node.parent?.name === "InlineCode") hide(start, end);
      else if (name === "QuoteMark") {
        found.push(quoted.range(state.doc.lineAt(start).from));
        hideMark(start, end);
      } else if (name === "Link" && node.getChild("URL")) {
        const [open, close] = node.getChildren("LinkMark");
        if (!open || !close || state.doc.lineAt(start).to < end) return;
        found.push(link.range(open.to, Math.max(open.to + 1, close.from)));
        hide(open.from, open.to);
        hide(close.from, end);
      }
    },
  });
  for (const { from: start, to: end } of commentsIn(state, from, to)) {
    found.push(comment.range(start, end));
    // What spans lines cannot be hidden by what draws lines in sight.
    if (state.doc.lineAt(start).to >= end) hide(start, end);
  }
  for (let at = from; at <= to;) {
    const line = state.doc.lineAt(at);
    at = line.to + 1;
    if (line.length > LONGEST) continue;
    const box = BOX.exec(line.text);
    const end = line.from + (box?.[0].length ?? 0);
    if (box && !isActive(line.from, line.to) && !isLiteral(state, end - 2))
      found.push(Decoration.replace({ widget: new Box(box[1] ?? " ") }).range(end - 3, end));
    if (!isActive(line.from, line.to)) {
      for (const { from: start, to: last, tex } of mathIn(line.text)) {
        if (isLiteral(state, line.from + start + 1)) continue;
        const widget = new MathWidget(tex);
        found.push(Decoration.replace({ widget }).range(line.from + start, line.from + last));
      }
    }
    for (const { 0: whole, index } of line.text.matchAll(TAG)) {
      const start = line.from + index;
      if (!isLiteral(state, start + 1)) found.push(tag.range(start, start + whole.length));
    }
    for (const match of line.text.matchAll(WIKILINK)) {
      const [whole, open = "", target = "", bar, alias = ""] = match;
      const start = line.from + match.index;
      if (isLiteral(state, start + 1)) continue;
      // Of a picture in text it is the width: `![[a.png|120]]`.
      const isWidth = open.startsWith("!") && /^\d+(?:x\d+)?$/.test(alias.trim());
      const isNamed = bar !== undefined && alias !== "" && !isWidth;
      const shown = start + open.length + (isNamed ? target.length + 1 : 0);
      const last = start + whole.length - 2;
      const look = leads(target.trim()) ? link : nowhere;
      found.push(look.range(shown, isNamed ? last : start + open.length + target.length));
      found.push(bracket.range(start, start + open.length), bracket.range(last, last + 2));
      hide(start, shown);
      hide(isNamed ? last : start + open.length + target.length, start + whole.length);
    }
  }
  return found;
}

/** Whether what a link names is there; asked when it is drawn. */
export type AskLeads = (target: string) => Promise<boolean>;

class Drawn {
  decorations: DecorationSet;
  private isBehind = false;
  private isGone = false;
  private readonly nowhere = new Set<string>();
  constructor(
    private readonly view: EditorView,
    private readonly ask: AskLeads,
  ) {
    this.decorations = this.draw(view);
  }
  update(update: ViewUpdate): void {
    const isParsed = syntaxTree(update.startState) !== syntaxTree(update.state);
    if (update.docChanged || update.viewportChanged || update.selectionSet || isParsed) this.isBehind = true;
    // An input method loses its place when what it writes into is drawn anew.
    if (update.view.composing) this.decorations = this.decorations.map(update.changes);
    else if (this.isBehind) {
      this.isBehind = false;
      this.decorations = this.draw(update.view);
    }
  }
  destroy(): void {
    this.isGone = true;
  }
  private draw({ state, visibleRanges }: EditorView): DecorationSet {
    const leads = (target: string): boolean => this.leads(target);
    const all = visibleRanges.flatMap(({ from, to }) => decorationsOf(state, from, to, leads));
    return Decoration.set(all, true);
  }
  /** What was heard last; an answer that says otherwise has it drawn again. */
  private leads(target: string): boolean {
    const isThere = !this.nowhere.has(target);
    void this.ask(target).then((now) => {
      if (now === isThere || this.isGone || now === !this.nowhere.has(target)) return;
      if (now) this.nowhere.delete(target);
      else this.nowhere.add(target);
      this.isBehind = true;
      this.view.dispatch({});
    });
    return isThere;
  }
}

/** `draw` draws what takes more than a line: tables, math and pictures. */
export const livePreview = (draw: DrawBlock, leads: AskLeads): Extension => [
  ViewPlugin.define((view) => new Drawn(view, leads), { decorations: ({ decorations }) => decorations }),
  liveBlocks(draw),
  noteLook,
];
