/** One panel of results that are edited: what it shows, and what is written from it. */
import { batch, createSignal, type Accessor } from "solid-js";
import type { EditorView } from "@codemirror/view";
import { AppError } from "../../ipc/app-error";
import type { LikeLines } from "../../ipc/search-types";
import type { App, Panel } from "../../kernel/app";
import { collectHits, type SearchForm } from "../search";
import { load, mostHits, type HitsOfFile, type Loaded } from "./load";
import { baselineOf, isEdited, sheetOf, type Baseline, type Run, type Sheet as Lines } from "./runs";
import { makeSheetHost, placeAt } from "./sheet-host";
import { runsField, tookBack, wrote } from "./sheet-state";
import { editedLines, editsOf, sentenceOf } from "./write";

/** What a layout keeps of a panel: the search that is made again. */
export interface SheetState {
  form: SearchForm | null;
  title: string;
}

export type Phase =
  { type: "loading" } | { type: "failed"; fault: AppError } | { type: "ready"; found: Loaded };

export interface Sheet {
  readonly panel: Panel<SheetState>;
  phase: Accessor<Phase>;
  view: Accessor<EditorView | undefined>;
  /** Lines that are edited and not written. */
  edited: Accessor<number>;
  /** What the last writing did, until something is edited again. */
  told: Accessor<string | undefined>;
  canUndo: Accessor<boolean>;
  /** Why the last edit was refused. */
  refusal: Accessor<string | undefined>;
  /** Writes the edits; answers whether none is left. */
  write: () => Promise<boolean>;
  /** Takes the last writing back; its edits stand here again. */
  undo: () => Promise<void>;
  /** Makes the search again, which gives up the edits. */
  again: () => Promise<void>;
  /** Opens the file at the line of the cursor, or at another place of the text. */
  open: (pos?: number) => void;
  /** The file and the line of the cursor. */
  place: () => LikeLines | undefined;
  destroy: () => void;
}

/** `seed` are the hits to begin with; without them the search is made. */
export function createSheet(app: App, panel: Panel<SheetState>, seed?: HitsOfFile[]): Sheet {
  const [phase, setPhase] = createSignal<Phase>({ type: "loading" });
  const [view, setView] = createSignal<EditorView>();
  const [edited, setEdited] = createSignal(0);
  const [told, setTold] = createSignal<string>();
  const [baseline, setBaseline] = createSignal<Baseline>();
  const [refusal, setRefusal] = createSignal<string>();
  let lines: Lines | undefined;
  let busy = false;
  let gone = false;

  const runs = (): readonly Run[] => view()?.state.field(runsField) ?? [];
  const count = (): void => {
    setEdited(editedLines(runs()));
    panel.setDirty(runs().some(isEdited));
  };
  const forget = (): void => void batch(() => [setTold(undefined), setBaseline(undefined)]);
  const placeOf = (pos?: number): LikeLines | undefined => {
    const at = view();
    const place = at && placeAt(at.state, pos ?? at.state.selection.main.head);
    const path = place && lines?.files[place.file];
    return path && { path, line: place.line };
  };
  const open: Sheet["open"] = (pos) => {
    const place = placeOf(pos);
    if (place) void app.commands.run("editor.openFile", { ...place, preview: true });
  };
  const draw = (found: Loaded): void => {
    lines = sheetOf(found.files);
    view()?.destroy();
    const made = makeSheetHost(lines, {
      title: panel.state().title,
      tabSize: app.settings().editorTabSize,
      onEdit: () => batch(() => [forget(), setRefusal(undefined)]),
      onRuns: count,
      onRefused: setRefusal,
      onFocus: (focused) => app.contexts.set("searchEditorFocus", focused),
      onOpen: open,
    });
    batch(() => [setView(made), setPhase({ type: "ready", found }), count()]);
    panel.onFocus(() => made.focus());
  };
  const show = async (hits?: HitsOfFile[]): Promise<void> => {
    batch(() => [setPhase({ type: "loading" }), forget(), setRefusal(undefined)]);
    try {
      const { form } = panel.state();
      const found = hits ?? (form ? await collectHits(app.ipc, form, mostHits + 1) : []);
      const loaded = await load(app.ipc, found, Math.max(1, form?.context ?? 0));
      if (!gone) draw(loaded);
    } catch (thrown) {
      if (!gone) setPhase({ type: "failed", fault: AppError.from(thrown) });
    }
  };
  const write = async (): Promise<boolean> => {
    const sent = runs();
    const { files, indexes } = editsOf(sent, lines?.files ?? []);
    if (files.length === 0 || busy) return !busy;
    busy = true;
    try {
      const answer = await app.ipc.searchEdit({ files });
      const done = new Set(indexes.filter((_file, index) => answer.files[index]?.done));
      if (gone) return true;
      view()?.dispatch({ effects: wrote.of({ files: done, sent }) });
      const wroteLines = editedLines(sent.filter(({ file }) => done.has(file)));
      setTold(sentenceOf(wroteLines, answer.files));
      setBaseline(done.size > 0 ? baselineOf(sent) : undefined);
      return done.size === files.length;
    } catch (thrown) {
      const { message, hint } = AppError.from(thrown);
      app.notify({ level: "error", message, hint: hint ?? "The edits are kept where they were made." });
      return false;
    } finally {
      busy = false;
    }
  };
  void show(seed);
  return {
    panel,
    phase,
    view,
    edited,
    told,
    canUndo: () => baseline() !== undefined,
    refusal,
    write,
    undo: async () => {
      const then = baseline();
      await app.commands.run("history.undo");
      if (then) view()?.dispatch({ effects: tookBack.of(then) });
      forget();
    },
    again: () => show(),
    open,
    place: () => placeOf(),
    destroy: () => {
      gone = true;
      if (view()?.hasFocus) app.contexts.set("searchEditorFocus", false);
      view()?.destroy();
    },
  };
}
