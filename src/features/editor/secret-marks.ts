/** Underlines secrets in the lines on screen: asked for after a pause, never while keys arrive. */
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import {
  Decoration,
  EditorView,
  hoverTooltip,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from "@codemirror/view";
import type { DocumentSecret } from "../../ipc/bindings";

/** Wait so long after the last edit or scroll before asking. */
const PAUSE_MS = 300;

/** Tells the secrets in some lines, both from 1; positions are those of the text when it was asked. */
export type FindSecrets = (firstLine: number, lastLine: number) => Promise<DocumentSecret[]>;

interface Answer {
  /** What was asked about; marks elsewhere stay. */
  from: number;
  to: number;
  secrets: DocumentSecret[];
}

const setSecrets = StateEffect.define<Answer>();

const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, transaction) => {
    let now = transaction.docChanged ? marks.map(transaction.changes) : marks;
    for (const effect of transaction.effects) {
      if (!effect.is(setSecrets)) continue;
      const { from, to, secrets } = effect.value;
      const size = transaction.newDoc.length;
      const fresh = secrets.filter(
        (at) => at.from < at.to && at.to <= size && at.to >= from && at.from <= to,
      );
      now = now.update({
        filter: (start, end) => end < from || start > to,
        add: fresh.map(({ rule, kind, ...at }) =>
          Decoration.mark({ class: "cm-secret", rule, kind }).range(at.from, at.to),
        ),
        sort: true,
      });
    }
    return now;
  },
  provide: (own) => EditorView.decorations.from(own),
});

const hover = hoverTooltip((view, position) => {
  let found: { from: number; to: number; spec: { rule: string; kind: string } } | undefined;
  view.state.field(field).between(position, position, (from, to, mark) => {
    found = { from, to, spec: mark.spec as { rule: string; kind: string } };
    return false;
  });
  if (!found) return null;
  const { from, to, spec } = found;
  return { pos: from, end: to, above: true, create: () => ({ dom: words(spec.kind, spec.rule) }) };
});

function words(kind: string, rule: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "secret-hover";
  dom.textContent = `Looks like a secret: ${kind} (rule ${rule}). Tenon masks it in what it notes down; the file keeps it.`;
  return dom;
}

/** The marks of one view; a question that fails leaves those that are there. */
export function secretMarks(find: FindSecrets): Extension {
  const plugin = ViewPlugin.fromClass(
    class {
      private timer: ReturnType<typeof setTimeout> | undefined;
      private edits = 0;
      private gone = false;
      constructor(private readonly view: EditorView) {
        this.soon();
      }
      update(update: ViewUpdate): void {
        if (update.docChanged) this.edits += 1;
        if (update.docChanged || update.viewportChanged) this.soon();
      }
      destroy(): void {
        this.gone = true;
        clearTimeout(this.timer);
      }
      private soon(): void {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => void this.ask(), PAUSE_MS);
      }
      private async ask(): Promise<void> {
        const { doc } = this.view.state;
        const [first, last] = [doc.lineAt(this.view.viewport.from), doc.lineAt(this.view.viewport.to)];
        const edits = this.edits;
        try {
          const secrets = await find(first.number, last.number);
          // Places of an older text are worth nothing; the edit that came has asked again.
          if (this.gone || edits !== this.edits) return;
          this.view.dispatch({ effects: setSecrets.of({ from: first.from, to: last.to, secrets }) });
        } catch {
          // The owner is away, or the document is just closing: the marks stay as they are.
        }
      }
    },
  );
  return [field, plugin, hover];
}

/** The marks that a view shows now. */
export function secretsOf(view: EditorView): { from: number; to: number; kind: string }[] {
  const marks = view.state.field(field, false);
  const found: { from: number; to: number; kind: string }[] = [];
  marks?.between(0, view.state.doc.length, (from, to, mark) => {
    found.push({ from, to, kind: (mark.spec as { kind: string }).kind });
  });
  return found;
}
