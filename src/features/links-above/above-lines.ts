/** The line above each symbol that something is linked to, drawn into the text without changing it. */
import { StateEffect, StateField, type EditorState, type Extension, type Text } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  ViewPlugin,
  WidgetType,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import type { LinkedSymbol, LinkedThing } from "../../ipc/bindings";
import { lineOf, wordsOf } from "./above-words";

/** How long nothing was typed before it is asked again, in milliseconds. */
const IDLE = 1_000;
/** How far a symbol is looked for around the line that the answer tells. */
const NEAR = 40;
/** Height of a line, in pixels; the style sheet has the same. */
const HEIGHT = 18;

export interface AboveOptions {
  ask: () => Promise<LinkedSymbol[]>;
  open: (thing: LinkedThing) => void;
  /** Shows all of a symbol. */
  showAll: (row: LinkedSymbol) => void;
  /** Calls back whenever the answer may be another one; gives what ends that. */
  follow: (changed: () => void) => () => void;
  now: () => number;
}

class AboveLine extends WidgetType {
  constructor(
    readonly row: LinkedSymbol,
    readonly indent: number,
    readonly words: string,
    readonly options: AboveOptions,
  ) {
    super();
  }
  override eq(other: AboveLine): boolean {
    return (
      other.words === this.words &&
      other.indent === this.indent &&
      JSON.stringify(other.row.things) === JSON.stringify(this.row.things)
    );
  }
  override get estimatedHeight(): number {
    return HEIGHT;
  }
  override ignoreEvent(): boolean {
    return true;
  }
  override toDOM(): HTMLElement {
    const line = document.createElement("div");
    line.className = "cm-above";
    line.setAttribute("role", "note");
    line.setAttribute("aria-label", `Linked to ${this.row.name}: ${this.words}`);
    // The width of a column is that of the code, and the words are smaller.
    line.style.paddingLeft = `${this.indent}ch`;
    const text = document.createElement("span");
    text.className = "cm-above-text";
    const part = (words: string, tip: string, run: () => void): void => {
      if (text.childNodes.length > 0) text.append(" · ");
      const button = document.createElement("button");
      button.type = "button";
      button.tabIndex = -1;
      button.textContent = words;
      button.dataset["tip"] = tip;
      // The cursor stays where it is.
      button.addEventListener("mousedown", (event) => event.preventDefault());
      button.addEventListener("click", run);
      text.append(button);
    };
    for (const thing of this.row.things) {
      const tip = [thing.title, thing.detail].filter(Boolean).join("\n");
      part(wordsOf(thing, this.options.now()), tip, () => this.options.open(thing));
    }
    if (this.row.more > 0)
      part(`${this.row.more} more`, "Show all of it", () => this.options.showAll(this.row));
    line.append(text);
    return line;
  }
}

/** Columns of blank at the start of a line. */
function indentOf(text: string, tabSize: number): number {
  let columns = 0;
  for (const sign of text) {
    if (sign === " ") columns += 1;
    else if (sign === "\t") columns += tabSize - (columns % tabSize);
    else break;
  }
  return columns;
}

/** The line that a symbol begins in: the nearest to where it was read that holds its name. */
export function lineOfSymbol(doc: Text, { name, line }: LinkedSymbol): number | undefined {
  const holds = (at: number): boolean => at >= 1 && at <= doc.lines && doc.line(at).text.includes(name);
  for (let by = 0; by <= NEAR; by++) {
    if (holds(line + by)) return line + by;
    if (holds(line - by)) return line - by;
  }
  return undefined;
}

function drawn(state: EditorState, rows: readonly LinkedSymbol[], options: AboveOptions): DecorationSet {
  const found = rows.flatMap((row) => {
    const number = row.things.length > 0 ? lineOfSymbol(state.doc, row) : undefined;
    if (number === undefined) return [];
    const line = state.doc.line(number);
    const widget = new AboveLine(
      row,
      indentOf(line.text, state.tabSize),
      lineOf(row, options.now()),
      options,
    );
    return [Decoration.widget({ widget, block: true, side: -1 }).range(line.from)];
  });
  return Decoration.set(found, true);
}

/** Draws the lines and asks for them: at the start, when typing pauses, and when something happened. */
export function aboveLines(options: AboveOptions): Extension {
  const setRows = StateEffect.define<LinkedSymbol[]>();
  const field = StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update: (lines, transaction) => {
      const rows = transaction.effects.findLast((effect) => effect.is(setRows));
      if (rows?.is(setRows)) return drawn(transaction.state, rows.value, options);
      // While somebody types each line stays with its symbol.
      return transaction.docChanged ? lines.map(transaction.changes) : lines;
    },
    provide: (own) => EditorView.decorations.from(own),
  });
  const plugin = ViewPlugin.fromClass(
    class {
      private timer: ReturnType<typeof setTimeout> | undefined;
      private question = 0;
      private isBehind = false;
      private readonly leave: () => void;
      constructor(private readonly view: EditorView) {
        this.leave = options.follow(() => this.soon());
        queueMicrotask(() => void this.ask());
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) {
          // An answer on its way is about an older text.
          this.question += 1;
          this.soon();
        } else if (this.isBehind && update.geometryChanged) this.soon();
      }
      destroy(): void {
        this.question += 1;
        clearTimeout(this.timer);
        this.leave();
      }
      private soon(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.ask(), IDLE);
      }
      private async ask(): Promise<void> {
        // A view that nobody sees asks when it is seen again.
        this.isBehind = !isSeen(this.view.dom);
        if (this.isBehind) return;
        const asked = ++this.question;
        try {
          const rows = await options.ask();
          if (asked === this.question) this.view.dispatch({ effects: setRows.of(rows) });
        } catch {
          // The owner is away, or the file was never saved: the lines stay as they are.
        }
      }
    },
  );
  return [field, plugin];
}

/** Older webviews do not tell; there a view counts as seen. */
function isSeen(element: HTMLElement): boolean {
  return "checkVisibility" in element ? element.checkVisibility({ visibilityProperty: true }) : true;
}
