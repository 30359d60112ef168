/**
 * The owner of one CodeMirror view on a shared text. It is no component: it lives from when a panel's text is
 * there until the panel closes, and is attached to whatever element shows it.
 */
import { createEffect, createMemo, createRoot, createSignal, on, type Accessor } from "solid-js";
import { foldEffect, foldedRanges, type LanguageDescription } from "@codemirror/language";
import { searchPanelOpen } from "@codemirror/search";
import {
  Compartment,
  EditorSelection,
  EditorState,
  type Extension,
  type StateEffect,
} from "@codemirror/state";
import { EditorView, lineNumbers, type ViewUpdate } from "@codemirror/view";
import type { GitMark, Indent } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { afterPaint } from "./after-paint";
import { setChangeMarks } from "./change-marks";
import { basics, gutters, heavy, HEAVY_LIMIT, indentation, LANGUAGE_LIMIT, ruler } from "./editor-setup";
import { languageOf, loadLanguage } from "./language";
import { definitionLink } from "./definition-link";
import type { EditorExtra } from "./extras";
import type { OpenDocument } from "./open-document";
import { placeOf, rangeAt, type LinePlace, type Place } from "./place";
import { problemMarks, setProblems, type ProblemsOf } from "./problem-marks";
import { secretMarks, type FindSecrets } from "./secret-marks";
import { shared, type SharedText, type TextView } from "./shared-text";

export interface CodemirrorHost extends TextView {
  readonly view: EditorView;
  readonly document: OpenDocument;
  attach: (element: HTMLElement) => void;
  /** Takes the view out of the page and remembers where it was scrolled to. */
  detach: () => void;
  /** Puts the scroll position back after the element was out of the page. */
  shown: () => void;
  destroy: () => void;
  /** Goes to a place and puts it into the middle of the view. */
  goTo: (place: LinePlace) => void;
  /** Begins where another view on the same text stands: selection, scroll, folding, and how it is drawn. */
  startLike: (other: CodemirrorHost) => void;
  setMarks: (marks: readonly GitMark[]) => void;
  cursor: Accessor<Place>;
  language: Accessor<LanguageDescription | undefined>;
  setLanguage: (language: LanguageDescription | undefined) => void;
  wrapped: Accessor<boolean>;
  setWrapped: (wrapped: boolean) => void;
  indent: Accessor<Indent>;
  setIndent: (indent: Indent) => void;
  undo: () => boolean;
  redo: () => boolean;
}

export interface HostOptions {
  app: Pick<App, "settings" | "contexts" | "ipc">;
  document: OpenDocument;
  text: SharedText;
  /** What the text is called while it has no file; `scripts/a.sh` is one of a shell. */
  label?: string | undefined;
  /** The editor lost the focus to something else. */
  onBlur: () => void;
  /** Selection, scroll or folding changed. */
  onView?: () => void;
  /** What is known to be wrong with files; reactive. */
  problems?: Accessor<ProblemsOf>;
  /** What other features add; reactive. */
  extras?: Accessor<EditorExtra[]>;
  /** A name was clicked as a link to its definition. */
  onDefinition?: (pos: number) => void;
}

export function makeCodemirrorHost(options: HostOptions): CodemirrorHost {
  const { app, document, text, onBlur, onView } = options;
  const slots = { language: new Compartment(), wrap: new Compartment(), numbers: new Compartment() };
  const formats = { indent: new Compartment(), ruler: new Compartment() };
  const secrets = new Compartment();
  const extras = new Compartment();
  const size = text.text().length;
  const [cursor, setCursor] = createSignal<Place>({ line: 1, column: 1, selected: 0, cursors: 1 });
  const [indent, setIndent] = createSignal<Indent>(document.info().indent);
  const [wrapped, setWrapped] = createSignal(app.settings().editorWordWrap);
  const name = (): string => {
    const { path, name: own } = document.info();
    return (path ? undefined : options.label?.split("/").at(-1)) ?? own;
  };
  const [language, setLanguage] = createSignal<LanguageDescription | undefined>(languageOf(name()));
  let scroll: StateEffect<unknown> | undefined;
  let addings = 0;

  let telling = false;
  // What shows the cursor's place is drawn after the letter that was typed, not with it.
  const tellCursor = (): void => {
    if (telling) return;
    telling = true;
    afterPaint(() => {
      telling = false;
      setCursor(placeOf(view.state));
    });
  };
  const updated = (update: ViewUpdate): void => {
    if (update.docChanged) tellCursor();
    else if (update.selectionSet) setCursor(placeOf(update.state));
    if (
      update.docChanged ||
      update.selectionSet ||
      update.viewportChanged ||
      update.transactions.length > 0
    ) {
      onView?.();
    }
    app.contexts.set("findVisible", searchPanelOpen(update.state));
    if (!update.focusChanged) return;
    app.contexts.set("editorFocus", update.view.hasFocus);
    if (!update.view.hasFocus) onBlur();
  };
  const view = new EditorView({
    state: EditorState.create({
      doc: text.text(),
      extensions: [
        basics(`Editor: ${document.info().name}`),
        slots.numbers.of([]),
        gutters(size <= HEAVY_LIMIT),
        size <= HEAVY_LIMIT ? heavy() : [],
        slots.language.of([]),
        slots.wrap.of([]),
        formats.indent.of(indentation(indent())),
        formats.ruler.of(ruler(document.info().ruler)),
        secrets.of([]),
        extras.of([]),
        problemMarks,
        definitionLink((pos) => options.onDefinition?.(pos)),
        EditorView.updateListener.of(updated),
        EditorView.domEventHandlers({ scroll: () => onView?.() }),
      ],
    }),
    dispatchTransactions: (transactions, target) => {
      target.update(transactions);
      for (const transaction of transactions) {
        if (transaction.docChanged && !transaction.annotation(shared)) text.fromView(host, transaction);
      }
    },
  });
  const findSecrets: FindSecrets = async (firstLine, lastLine) => {
    await document.flush();
    return (await app.ipc.documentSecrets({ doc: document.doc, firstLine, lastLine })).secrets;
  };
  const configure = (slot: Compartment, extension: Extension): void => {
    view.dispatch({ effects: slot.reconfigure(extension) });
  };

  const host: CodemirrorHost = {
    view,
    document,
    cursor,
    language,
    setLanguage: (wanted) => setLanguage(() => wanted),
    wrapped,
    setWrapped,
    indent,
    setIndent,
    applyShared: (spec) => view.dispatch(spec),
    selection: () => view.state.selection,
    attach: (element) => {
      element.append(view.dom);
      host.shown();
    },
    detach: () => {
      scroll = view.scrollSnapshot();
      view.dom.remove();
    },
    shown: () => {
      if (scroll) view.dispatch({ effects: scroll });
      scroll = undefined;
      view.requestMeasure();
    },
    goTo: (place) => {
      const [anchor, head] = rangeAt(view.state.doc, place);
      const effects = EditorView.scrollIntoView(anchor, { y: "center" });
      view.dispatch({ selection: EditorSelection.single(anchor, head), effects, userEvent: "select" });
    },
    startLike: (other) => {
      setLanguage(() => other.language());
      setWrapped(other.wrapped());
      setIndent(other.indent());
      const effects: StateEffect<unknown>[] = [];
      foldedRanges(other.view.state).between(0, other.view.state.doc.length, (from, to) => {
        effects.push(foldEffect.of({ from, to }));
      });
      view.dispatch({ selection: other.view.state.selection, effects });
      scroll = other.view.scrollSnapshot();
      if (view.dom.isConnected) host.shown();
    },
    setMarks: (marks) => view.dispatch({ effects: setChangeMarks.of(marks) }),
    undo: () => text.undo(host),
    redo: () => text.redo(host),
    destroy: () => {
      if (view.hasFocus) app.contexts.set("editorFocus", false);
      addings += 1;
      leave();
      dispose();
      view.destroy();
    },
  };
  const leave = text.attach(host);
  const dispose = createRoot((end) => {
    createEffect(() => configure(slots.wrap, wrapped() ? EditorView.lineWrapping : []));
    createEffect(() => configure(slots.numbers, app.settings().editorLineNumbers ? lineNumbers() : []));
    createEffect(() => configure(secrets, app.settings().editorSecrets ? secretMarks(findSecrets) : []));
    createEffect(() => {
      const path = document.info().path;
      const found = path ? (options.problems?.()(path) ?? []) : [];
      view.dispatch({ effects: setProblems.of(found) });
    });
    createEffect(() => {
      const facts = { path: document.info().path, language: language()?.name };
      const all = size > HEAVY_LIMIT ? [] : (options.extras?.() ?? []).map((extra) => extra(facts));
      const mine = (addings += 1);
      // Another answer may have been given meanwhile.
      void Promise.all(all).then((added) => mine === addings && configure(extras, added));
    });
    createEffect(() => configure(formats.indent, indentation(indent())));
    createEffect(() => configure(formats.ruler, ruler(document.info().ruler)));
    createEffect(
      on(
        () => app.settings().editorWordWrap,
        (wrap) => setWrapped(wrap),
        { defer: true },
      ),
    );
    createEffect(on(createMemo(name), (now) => setLanguage(() => languageOf(now)), { defer: true }));
    createEffect(() => {
      const wanted = language();
      if (!wanted || size > LANGUAGE_LIMIT) return configure(slots.language, []);
      void loadLanguage(wanted).then((support) => {
        // Another language may have been picked meanwhile.
        if (language() === wanted) configure(slots.language, support ?? []);
      });
    });
    return end;
  });
  return host;
}
