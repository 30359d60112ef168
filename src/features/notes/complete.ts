/** Completion of `[[wikilinks]]` in an editor. */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { NoteCompletion, WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import { visibleName, visiblePath } from "../../ui/visible-name";

/** What is listed at most. */
const MOST = 50;

/** What stands behind the last open `[[` of a line. */
export const OPEN_LINK = /\[\[([^[\]\n|]{0,200})$/;

/** A link is whole with its brackets; those that stand there already are not written twice. */
function put(view: EditorView, insert: string, from: number, to: number): void {
  const isClosed = view.state.sliceDoc(to, to + 2) === "]]";
  view.dispatch({
    changes: { from, to, insert: isClosed ? insert : `${insert}]]` },
    selection: { anchor: from + insert.length + 2 },
    userEvent: "input.complete",
    scrollIntoView: true,
  });
}

function optionOf(item: NoteCompletion): Completion {
  const { insert, title, path, kind } = item;
  return {
    label: insert,
    displayLabel: visibleName(title),
    detail: kind === "note" ? visiblePath(path.path) : `${kind} of ${visiblePath(path.path)}`,
    apply: (view, _completion, from, to) => put(view, insert, from, to),
  };
}

/** Asks the core at every letter: it knows the names, and what fits them best. */
export function linkSource(
  ipc: Pick<Ipc, "noteComplete">,
  path: () => WirePath,
): (context: CompletionContext) => Promise<CompletionResult | null> {
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const text = OPEN_LINK.exec(context.state.sliceDoc(line.from, context.pos))?.[1];
    if (text === undefined) return null;
    try {
      const { items } = await ipc.noteComplete({ text, from: path(), limit: MOST });
      if (context.aborted) return null;
      return { from: context.pos - text.length, options: items.map(optionOf), filter: false };
    } catch {
      // What cannot be completed can be typed.
      return null;
    }
  };
}

const look = EditorView.baseTheme({
  ".cm-tooltip.cm-tooltip-autocomplete": {
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    background: "var(--bg-2)",
    boxShadow: "var(--shadow)",
    color: "var(--fg)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-ui)", maxHeight: "16em" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 10px", lineHeight: "18px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    background: "var(--bg-3)",
    color: "var(--fg)",
  },
  ".cm-completionDetail": { color: "var(--fg-3)", fontStyle: "normal", marginLeft: "12px" },
});

export function linkCompletion(ipc: Pick<Ipc, "noteComplete">, path: () => WirePath): Extension {
  return [autocompletion({ override: [linkSource(ipc, path)], icons: false }), look];
}
