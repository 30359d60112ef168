/** Notes: the Markdown files of the folder, as they are read, listed, made and linked. */
import "./notes.css";
import { createEffect, createSignal, Show, type JSX } from "solid-js";
import CalendarDays from "lucide-solid/icons/calendar-days";
import FilePlus from "lucide-solid/icons/file-plus";
import NotebookPen from "lucide-solid/icons/notebook-pen";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { addToEditors } from "../editor";
import { createNoteList } from "./list-store";
import { noteCommands, noteMenus } from "./note-commands";
import { KIND, type NoteState } from "./note-path";
import { createNotes } from "./notes";

const Capture = onDemand(async () => (await import("./capture")).Capture);
const NoteList = onDemand(async () => (await import("./list-panel")).NoteList);
const NotePanel = onDemand(async () => (await import("./note-panel")).NotePanel);

const VIEW = "notes";

/** Installs notes and answers with what draws the dialog of quick capture. */
export function installNotes(app: App): () => JSX.Element {
  const notes = createNotes(app);
  const list = createNoteList(notes);
  const [capturing, setCapturing] = createSignal(false);
  const [draft, setDraft] = createSignal("");
  let focusList: (() => void) | undefined;
  /** The layout keeps it, so that it is as it was. */
  const isLive = (): boolean => (app.sidebarState(VIEW) as { live?: boolean } | undefined)?.live !== false;
  addToEditors(app, async (facts) => {
    const live = isLive();
    if (facts.language !== "Markdown") return [];
    const { notesInEditor } = await import("./in-editor");
    return notesInEditor({ notes, facts, isLive: live });
  });
  app.commands.register(
    [
      ...noteCommands(notes),
      { id: "notes.capture", title: "Notes: Quick Capture…", run: () => void setCapturing(true) },
      {
        id: "notes.livePreview",
        title: "Notes: Toggle Live Preview",
        run: () => app.keepSidebarState(VIEW, { live: !isLive() }),
      },
      {
        id: "notes.tag",
        title: "Notes: Show Notes with a Tag",
        internal: true,
        run: (tag) => {
          if (typeof tag === "string") list.choose({ text: "", tag });
          app.showSidebar(VIEW);
        },
      },
    ],
    noteMenus,
  );
  app.workbench.registerPanel<NoteState>({
    kind: KIND,
    area: "center",
    render: (panel) => <NotePanel notes={notes} panel={panel} />,
  });
  // What has the focus and goes away, such as a button that was pressed, does not say that it lost it.
  createEffect(() => {
    if (app.workbench.active("center")?.kind !== KIND) app.contexts.set("noteFocus", false);
  });
  app.addStatus({
    id: "notes.renaming",
    side: "left",
    order: 18,
    render: () => (
      <Show when={notes.renaming.running()}>
        {(running) => (
          <span data-testid="status-renaming" role="status">
            {running().message}…
          </span>
        )}
      </Show>
    ),
  });
  const run = (command: string) => (): void => void app.commands.run(command);
  app.addSidebar({
    id: VIEW,
    title: "Notes",
    icon: (props) => <NotebookPen size={props.size ?? 18} aria-hidden="true" />,
    render: () => <NoteList notes={notes} store={list} setFocus={(focus) => (focusList = focus)} />,
    actions: () => (
      <>
        <button
          type="button"
          class="icon-button"
          aria-label="New Note"
          data-tip="New Note"
          onClick={run("notes.new")}
        >
          <FilePlus size={15} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Daily Note"
          data-tip="Daily Note"
          onClick={run("notes.daily")}
        >
          <CalendarDays size={15} aria-hidden="true" />
        </button>
      </>
    ),
    focus: () => focusList?.(),
  });
  return () => (
    <Show when={capturing()}>
      <Capture notes={notes} draft={draft()} onDraft={setDraft} onClose={() => setCapturing(false)} />
    </Show>
  );
}
