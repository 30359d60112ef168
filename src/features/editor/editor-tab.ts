/** What stands behind one tab of the editor: the document, its view, and what is to be shown next. */
import { createEffect, createSignal, on, onCleanup, untrack, type Accessor } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { Panel } from "../../kernel/app";
import { visiblePath } from "../../ui/visible-name";
import { afterPaint } from "./after-paint";
import { makeCodemirrorHost, type CodemirrorHost } from "./codemirror-host";
import type { Editor } from "./editor";
import { readFirstPart, type FirstPartText } from "./first-part";
import { focusElementSoon } from "./focus-soon";
import { makeGitMarks } from "./git-marks";
import type { OpenDocument } from "./open-document";
import { tellApart } from "./same-names";
import { goToDefinition } from "./symbol-commands";
import { applyViewState, viewStateOf, type ViewState } from "./view-state";
import type { LinePlace } from "./place";
import { nameOf, samePath } from "./wire-path";

/** What a layout keeps of an editor. */
export interface EditorState {
  path: WirePath | null;
  /** Known while this window lives, and after a reload of its page. */
  doc: string | null;
  /** Instead of the document's name, for a text without a file: a path to save it at, or what it is a copy of. */
  label?: string;
  /** Where the view stands. */
  view?: ViewState;
}

/** A place in the text, or another view on it to begin like. */
export type Target = LinePlace | { like: CodemirrorHost };

export interface EditorTab {
  readonly panel: Panel<EditorState>;
  document: Accessor<OpenDocument | undefined>;
  host: Accessor<CodemirrorHost | undefined>;
  /** What is shown until the view is there. */
  firstPart: Accessor<FirstPartText | undefined>;
  fault: Accessor<AppError | undefined>;
  retry: () => void;
  /** Goes to a place, now or once the text is there. */
  goTo: (target: Target) => void;
}

/** Makes the tab; it lives in the reactive owner of its panel. */
export function createEditorTab(editor: Editor, panel: Panel<EditorState>): EditorTab {
  const { documents, app } = editor;
  const [document, setDocument] = createSignal<OpenDocument>();
  const [host, setHost] = createSignal<CodemirrorHost>();
  const [firstPart, setFirstPart] = createSignal<FirstPartText>();
  const [fault, setFault] = createSignal<AppError>();
  let waiting: Target | undefined = editor.takeTarget(panel.id);
  let begun = false;
  let gone = false;
  const views = makeViewKeeper(() => {
    const at = host();
    if (!at) return;
    const [state, view] = [panel.state(), viewStateOf(at.view)];
    // A view that is hidden by now stands where it did, but no longer says how far it is scrolled.
    const top = panel.visible() ? view.top : (state.view?.top ?? [0, 0, 0]);
    panel.setState({ ...state, view: { ...view, top } });
  });

  const find = async (): Promise<OpenDocument> => {
    const state = panel.state();
    const known = heldFor(editor, state);
    if (known) return known;
    if (state.path) return documents.open(state.path);
    throw new AppError({
      code: "notFound",
      message: "This text was never saved, and it is no longer held.",
      retryable: false,
    });
  };
  const show = async (found: OpenDocument): Promise<void> => {
    setDocument(() => found);
    if (found.info().kind !== "text") return;
    // Whoever goes to a place wants to see that one.
    if (!found.text() && !waiting && !panel.state().view) {
      setFirstPart(await readFirstPart(app, found.info()));
      if (firstPart()) await new Promise<void>(afterPaint);
    }
    const text = await found.load();
    if (gone) return;
    const made = makeCodemirrorHost({
      app,
      document: found,
      text,
      label: panel.state().label,
      onBlur: () => editor.onBlur(found),
      onView: () => views.touch(),
      onDefinition: (pos) => goToDefinition(editor, made, pos),
      problems: editor.problems,
      extras: editor.extras,
    });
    const { view } = panel.state();
    if (view) applyViewState(made.view, view);
    if (waiting) go(made, waiting);
    waiting = undefined;
    setHost(made);
    setFirstPart(undefined);
    panel.onFocus(() => focusElementSoon(made.view.contentDOM));
  };
  const open = async (): Promise<void> => {
    begun = true;
    setFault(undefined);
    try {
      const found = await find();
      if (gone) return await editor.release(found.doc);
      await show(found);
    } catch (thrown) {
      if (!gone) setFault(AppError.from(thrown));
    }
  };

  // The dot of unsaved text is there before the tab is looked at.
  setDocument(heldFor(editor, untrack(panel.state)));
  createEffect(() => {
    if (panel.visible() && !begun) void untrack(open);
  });
  createEffect(() => {
    const info = document()?.info();
    if (!info) return;
    const { label, view, ...state } = untrack(panel.state);
    if (state.doc !== info.doc || (info.path && !samePath(state.path, info.path))) {
      panel.setState({
        path: info.path,
        doc: info.doc,
        ...(label === undefined || info.path ? {} : { label }),
        ...(view ? { view } : {}),
      });
    }
    panel.setTitle((info.path ? undefined : label) ?? info.name);
    panel.setTooltip(info.path ? visiblePath(info.path.path) : "Not saved yet");
  });
  createEffect(() => {
    const path = panel.state().path?.path;
    const others = editor.tabs().map((other) => other.panel.state().path?.path ?? "");
    panel.setDetail(path === undefined ? undefined : tellApart(path, others));
  });
  createEffect(() => {
    const dirty = document()?.dirty() ?? false;
    panel.setDirty(dirty);
    if (dirty) panel.setPreview(false);
  });
  createEffect(() => panel.setGone(document()?.info().disk === "missing"));
  createEffect(() => {
    const [at, found] = [host(), document()];
    if (!at || !found) return;
    const marks = makeGitMarks(app.ipc, found, at.setMarks);
    createEffect(on(found.revision, () => marks.soon(), { defer: true }));
    createEffect(
      on(
        [editor.gitRevision, () => found.info().dirty, panel.visible],
        () => panel.visible() && marks.refresh(),
      ),
    );
    onCleanup(() => marks.stop());
  });
  createEffect(on(panel.visible, (visible) => visible && host()?.shown(), { defer: true }));
  onCleanup(() => {
    gone = true;
    views.stop();
    editor.removeTab(tab);
    host()?.destroy();
    const found = untrack(document);
    if (found) void editor.release(found.doc);
  });

  const tab: EditorTab = {
    panel,
    document,
    host,
    firstPart,
    fault,
    retry: () => void open(),
    goTo: (target) => {
      const at = host();
      if (at) go(at, target);
      else waiting = target;
    },
  };
  editor.addTab(tab);
  return tab;
}

function go(host: CodemirrorHost, target: Target): void {
  if ("like" in target) host.startLike(target.like);
  else host.goTo(target);
}

/** How long after a view moved its place is kept, in milliseconds. */
const VIEW_DELAY = 200;

/** Keeps where a view stands a moment after it moved, also while it goes on moving. */
function makeViewKeeper(keep: () => void): { touch: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    timer = undefined;
    keep();
  };
  return {
    touch: () => void (timer ??= setTimeout(run, VIEW_DELAY)),
    stop: () => clearTimeout(timer),
  };
}

/** The open document that a stored tab means; its id may be from an earlier life of the workspace. */
export function heldFor({ documents }: Editor, { doc, path }: EditorState): OpenDocument | undefined {
  const known = doc === null ? undefined : documents.find(doc);
  if (!path) return known;
  return known && samePath(known.info().path, path) ? known : documents.findPath(path);
}

/** The name to show before the document says its own. */
export function titleOf(state: EditorState): string {
  return state.label ?? (state.path ? nameOf(state.path.path) : "Untitled");
}
