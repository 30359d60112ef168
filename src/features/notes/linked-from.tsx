import { Show, type JSX } from "solid-js";
import type { NoteBacklink } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { Places } from "./linked-places";
import { ThingList, type LinkedThings } from "./linked-things";
import { MentionList } from "./mention-list";
import type { Notes } from "./notes";
import type { Reading } from "./reading";

/** What links to a note, below its text; what only names it comes when it is asked for. */
export function LinkedFrom(props: { notes: Notes; reading: Reading; things: LinkedThings }): JSX.Element {
  const { reading, things } = props;
  // A note knows its own links.
  const others = (): NoteBacklink[] =>
    reading.backlinks().filter(({ path }) => path.path !== reading.info()?.path.path);
  return (
    <Show when={reading.info()}>
      <footer class="note-links" data-testid="note-links">
        <strong>Linked from</strong>
        <Show
          when={others().length > 0}
          fallback={
            <Show when={things.linked().length === 0}>
              <span class="note-quiet">no other note</span>
            </Show>
          }
        >
          <Places notes={props.notes} places={others()} label="Linked from" />
        </Show>
        <ThingList app={props.notes.app} label="Linked from other things" things={things.linked()} />
        <Show when={things.suggested().length > 0}>
          <strong>Suggested</strong>
          <ThingList
            app={props.notes.app}
            label="Suggested"
            things={things.suggested()}
            onJudged={things.load}
          />
        </Show>
        <Show
          when={reading.mentions()}
          fallback={
            <button
              type="button"
              class="note-chip"
              data-testid="note-mentions"
              onClick={(event) => {
                // The button gives way to what was found, and the focus is not to go with it.
                const panel = event.currentTarget.closest("[data-testid=note-panel]");
                panel?.querySelector<HTMLElement>(".note-scroll")?.focus({ preventScroll: true });
                reading.showMentions();
              }}
            >
              Mentions
            </button>
          }
        >
          {(mentions) => (
            <>
              <strong>{counted(mentions().length, "mention")}</strong>
              <Show when={reading.info()}>
                {(info) => <MentionList notes={props.notes} info={info()} places={mentions()} />}
              </Show>
            </>
          )}
        </Show>
      </footer>
    </Show>
  );
}
