/** Completion of `[[wikilinks]]` in an editor. */
import {
  acceptCompletion,
  autocompletion,
  completionStatus,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import type { NoteCompletion, NoteCompletionKind, WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { offerThings, type Offer } from "./complete-things";
import type { ThingIpc } from "./thing-link";

/** What is asked for completion. */
type CompleteIpc = Pick<Ipc, "noteComplete"> & ThingIpc;

/** What is listed at most. */
const MOST = 50;
/** What is asked for: headings of one name can be many, and the note of that name is behind them. */
const MOST_ASKED = 200;

/** How long a list that just came takes no key, in milliseconds. */
const UNTOUCHABLE = 75;

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

/** The groups of the list, in their order. */
const sections = Object.fromEntries(
  ["Notes", "Headings", "Blocks", "Tasks", "Files", "Symbols", "Commits"].map((name, rank) => [
    name,
    { name, rank },
  ]),
);
const sectionOf: Record<NoteCompletionKind, string> = {
  note: "Notes",
  heading: "Headings",
  block: "Blocks",
};

function optionOf(insert: string, title: string, detail: string, group: string): Completion {
  const section = sections[group];
  return {
    label: insert,
    displayLabel: title,
    detail,
    apply: (view, _completion, from, to) => put(view, insert, from, to),
    ...(section ? { section } : {}),
  };
}

function noteOption({ insert, title, path, kind }: NoteCompletion): Completion {
  const place = visiblePath(path.path);
  const detail = kind === "note" ? `note · ${place}` : `${kind} of ${place}`;
  return optionOf(insert, visibleName(title), detail, sectionOf[kind]);
}

const thingOption = ({ insert, title, detail, group }: Offer): Completion =>
  optionOf(insert, title, detail, group);

/** Asks the core at every letter: it knows the names, and what fits them best. */
export function linkSource(
  ipc: CompleteIpc,
  path: () => WirePath,
): (context: CompletionContext) => Promise<CompletionResult | null> {
  return async (context) => {
    const line = context.state.doc.lineAt(context.pos);
    const text = OPEN_LINK.exec(context.state.sliceDoc(line.from, context.pos))?.[1];
    if (text === undefined) return null;
    try {
      const [{ items }, things] = await Promise.all([
        ipc.noteComplete({ text, from: path(), limit: MOST_ASKED }),
        offerThings(ipc, text),
      ]);
      if (context.aborted) return null;
      // What a note's name means already leads to the note.
      const known = new Set(items.map(({ insert }) => insert.toLowerCase()));
      const others = things.filter(({ insert }) => !known.has(insert.toLowerCase()));
      // A note of that name comes before what stands in others, however many these are.
      const named = items.filter(({ kind }) => kind === "note");
      const parts = items.filter(({ kind }) => kind !== "note");
      const own = [...named, ...parts].slice(0, MOST);
      const options = [...own.map(noteOption), ...others.map(thingOption)];
      return { from: context.pos - text.length, options, filter: false };
    } catch {
      // What cannot be completed can be typed.
      return null;
    }
  };
}

/** Enter takes a row of the list for what is typed now: while that is on its way, Enter waits for it. */
const answered = ViewPlugin.fromClass(
  class {
    isWaiting = false;
    update({ docChanged, state, view }: ViewUpdate): void {
      if (!this.isWaiting) return;
      const status = completionStatus(state);
      if (status === "pending" && !docChanged) return;
      this.isWaiting = false;
      const { doc } = state;
      const accept = (): void => void (view.state.doc === doc && acceptCompletion(view));
      if (status === "active" && !docChanged) setTimeout(accept, UNTOUCHABLE + 1);
    }
  },
);
const wait = (view: EditorView): boolean => {
  const plugin = view.plugin(answered);
  const { head } = view.state.selection.main;
  const before = view.state.sliceDoc(view.state.doc.lineAt(head).from, head);
  const isBehind = completionStatus(view.state) === "pending" && OPEN_LINK.test(before);
  if (!plugin || !isBehind) return false;
  plugin.isWaiting = true;
  return true;
};
const acceptWhenAnswered: Extension = [
  answered,
  Prec.highest(
    keymap.of([
      { key: "Enter", run: wait },
      { key: "Tab", run: wait },
    ]),
  ),
];

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
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    borderBottom: "none",
    padding: "6px 10px 2px",
    opacity: "1",
    color: "var(--fg-3)",
    fontSize: "11px",
  },
  ".cm-completionDetail": { color: "var(--fg-3)", fontStyle: "normal", marginLeft: "12px" },
});

export function linkCompletion(ipc: CompleteIpc, path: () => WirePath): Extension {
  return [
    autocompletion({ override: [linkSource(ipc, path)], icons: false, interactionDelay: UNTOUCHABLE }),
    acceptWhenAnswered,
    look,
  ];
}
