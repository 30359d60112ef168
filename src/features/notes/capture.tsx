import { createSignal, Show, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import { Modal } from "../../ui/modal";
import type { Notes } from "./notes";

/** The longest title that a first line gives, in UTF-16 units. */
const LONGEST = 80;

/** A note of what was written down: its first line is the title, or the beginning of it where that is long. */
export function noteFrom(text: string): { title: string; text: string } | undefined {
  const [first = "", ...rest] = text.trim().split("\n");
  const title = first.replace(/^#+\s+/, "").trim();
  if (title === "") return undefined;
  if (title.length <= LONGEST) return { title, text: rest.join("\n").trim() };
  const cut = title.slice(0, LONGEST);
  const space = cut.lastIndexOf(" ");
  return { title: space > 0 ? cut.slice(0, space) : cut, text: text.trim() };
}

export interface CaptureProps {
  notes: Notes;
  /** What was written before and not kept yet. */
  draft: string;
  onDraft: (text: string) => void;
  onClose: () => void;
}

/** A small dialog for a thought: its text becomes a new note, and the window stays where it was. */
export function Capture(props: CaptureProps): JSX.Element {
  const [fault, setFault] = createSignal<AppError>();
  const [isSaving, setIsSaving] = createSignal(false);
  const save = async (): Promise<void> => {
    const { app } = props.notes;
    const note = noteFrom(props.draft);
    if (!note || isSaving()) return;
    setIsSaving(true);
    try {
      const made = await app.ipc.noteNew({ ...note, folder: null, template: null });
      props.onDraft("");
      props.onClose();
      const actions = [{ title: "Open", run: () => props.notes.edit(made.path) }];
      app.notify({ level: "info", message: `The note "${made.title}" was made.`, actions });
    } catch (thrown) {
      setFault(AppError.from(thrown));
    } finally {
      setIsSaving(false);
    }
  };
  return (
    <Modal title="New note" testId="capture" onClose={() => props.onClose()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <textarea
          class="field note-capture"
          aria-label="Text of the note"
          placeholder="The first line is the title"
          data-autofocus=""
          data-testid="capture-text"
          value={props.draft}
          onInput={(event) => props.onDraft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            event.stopPropagation();
            void save();
          }}
        />
        <p class="dialog-fault" aria-live="polite">
          <Show when={fault()}>{(why) => `${why().message} ${why().hint ?? ""}`}</Show>
        </p>
        <div class="dialog-actions">
          <button
            type="submit"
            class="button button-main"
            disabled={isSaving() || noteFrom(props.draft) === undefined}
          >
            Make the Note <kbd>Ctrl+Enter</kbd>
          </button>
          <button type="button" class="button" onClick={() => props.onClose()}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
