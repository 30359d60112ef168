/**
 * Blocks of Markdown that are drawn in place of their text where the cursor is not: tables, callouts, diagrams,
 * math of its own lines, and pictures and embeds with no text in their line. The text itself is never changed by this.
 */
import { StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { isLiteral } from "./link-click";

/** Whole lines of a text. */
export interface Block {
  from: number;
  to: number;
  /** Stands in a fence, where other blocks are only code. */
  fenced?: boolean;
}

/** Draws the Markdown of a block into an element; answers with what gives it up. `drawn` says that it is there. */
export type DrawBlock = (source: string, element: HTMLElement, drawn: () => void) => () => void;

/** Longer texts, in UTF-16 units, keep their blocks as text: each letter would look through all of them. */
export const LONGEST_TEXT = 500_000;
/** Blocks with more lines stay text. */
const MOST_LINES = 200;

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const DIAGRAM = /^ {0,3}(?:`{3,}|~{3,})[ \t]*mermaid[ \t]*$/i;
/** The first line of a callout, with its kind. */
export const CALLOUT = /^ {0,3}>[ \t]?\[!([\w-]+)\][+-]?(?=[ \t]|$)/;
const QUOTED = /^ {0,3}>/;
const DELIMITERS = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
/** Pictures and embeds with nothing between them. */
const SHOWN = /^ {0,3}(?:!(?:\[[^[\]\n]*\]\([^()\n]+\)|\[\[[^[\]\n]+\]\])[ \t]*)+$/;
const MATH_ONE = /^ {0,3}\$\$[^$]+\$\$[ \t]*$/;
const MATH_EDGE = /^ {0,3}\$\$[ \t]*$/;

/** How many cells a row of a table has. */
const cells = (row: string): number =>
  row
    .trim()
    .replace(/^\||(?<!\\)\|$/g, "")
    .split(/(?<!\\)\|/).length;

/** Finds the blocks line by line; what stands in fences is none. */
export function findBlocks(doc: Text): Block[] {
  if (doc.length > LONGEST_TEXT) return [];
  const lines = [...doc.iterLines()];
  const starts: number[] = [];
  let at = 0;
  for (const line of lines) {
    starts.push(at);
    at += line.length + 1;
  }
  const found: Block[] = [];
  const add = (first: number, last: number, fenced = false): void => {
    if (last - first >= MOST_LINES) return;
    const to = (starts[last] ?? 0) + (lines[last]?.length ?? 0);
    found.push({ from: starts[first] ?? 0, to, ...(fenced ? { fenced } : {}) });
  };
  let fence: string | undefined;
  /** The first line of a fence that is drawn. */
  let diagram: number | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const marks = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (!marks?.startsWith(fence) || line.trim() !== marks) continue;
      if (diagram !== undefined) add(diagram, index, true);
      fence = undefined;
    } else if (marks !== undefined) {
      fence = marks;
      diagram = DIAGRAM.test(line) ? index : undefined;
    } else if (CALLOUT.test(line)) {
      const first = index;
      while (QUOTED.test(lines[index + 1] ?? "")) index += 1;
      add(first, index);
    } else if (SHOWN.test(line) || MATH_ONE.test(line)) add(index, index);
    else if (MATH_EDGE.test(line)) {
      let end = index + 1;
      while (end < lines.length && !MATH_EDGE.test(lines[end] ?? "")) end += 1;
      // Math that does not end yet is text.
      if (end === lines.length) continue;
      add(index, end);
      index = end;
    } else if (line.includes("|") && isTable(line, lines[index + 1])) {
      let last = index + 1;
      while ((lines[last + 1] ?? "").includes("|")) last += 1;
      add(index, last);
      index = last;
    }
  }
  return found;
}

function isTable(head: string, delimiters: string | undefined): boolean {
  if (delimiters === undefined || !delimiters.includes("|") || !DELIMITERS.test(delimiters)) return false;
  return cells(head) === cells(delimiters) && !/^ {4}|^\t/.test(head);
}

/** What gives up a drawn block; a widget that is equal to another one takes over its element. */
const releases = new WeakMap<HTMLElement, () => void>();

class Drawn extends WidgetType {
  constructor(
    readonly source: string,
    readonly draw: DrawBlock,
  ) {
    super();
  }
  override eq(other: Drawn): boolean {
    return other.source === this.source && other.draw === this.draw;
  }
  override toDOM(view: EditorView): HTMLElement {
    const place = document.createElement("div");
    place.className = "cm-note-block";
    const measure = (): void => view.requestMeasure();
    const release = this.draw(this.source, place, measure);
    // A picture gets its height when it is there, and the lines below it move.
    const watched = new ResizeObserver(measure);
    watched.observe(place);
    releases.set(place, () => {
      watched.disconnect();
      release();
    });
    return place;
  }
  override destroy(place: HTMLElement): void {
    releases.get(place)?.();
  }
  /** Links in it are followed; a click elsewhere brings the cursor, and with it the text. */
  override ignoreEvent(event: Event): boolean {
    return (
      event.target instanceof Element &&
      event.target.closest("a, button, input, summary, [role=button]") !== null
    );
  }
}

/** The blocks that no selection touches, drawn. */
export function blockDecorations(
  state: EditorState,
  blocks: readonly Block[],
  draw: DrawBlock,
): DecorationSet {
  const { ranges } = state.selection;
  const isActive = ({ from, to }: Block): boolean =>
    ranges.some((range) => range.from <= to && range.to >= from);
  return Decoration.set(
    blocks
      .filter((block) => !isActive(block) && (block.fenced || !isLiteral(state, block.from)))
      .map(({ from, to }) =>
        Decoration.replace({ widget: new Drawn(state.sliceDoc(from, to), draw), block: true }).range(
          from,
          to,
        ),
      ),
  );
}

export function liveBlocks(draw: DrawBlock): Extension {
  return StateField.define<{ blocks: Block[]; shown: DecorationSet }>({
    create: (state) => {
      const blocks = findBlocks(state.doc);
      return { blocks, shown: blockDecorations(state, blocks, draw) };
    },
    update: (value, transaction) => {
      if (!transaction.docChanged && !transaction.selection) return value;
      const blocks = transaction.docChanged ? findBlocks(transaction.newDoc) : value.blocks;
      return { blocks, shown: blockDecorations(transaction.state, blocks, draw) };
    },
    provide: (field) => EditorView.decorations.from(field, ({ shown }) => shown),
  });
}
