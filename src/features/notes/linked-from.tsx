import { For, Show, type JSX } from "solid-js";
import type { NoteBacklink } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";
import { ThingList, type LinkedThings } from "./linked-things";
import type { Notes } from "./notes";
import type { Reading } from "./reading";

/** What links to a note, below its text; what only names it comes when it is asked for. */
export function LinkedFrom(props: { notes: Notes; reading: Reading; things: LinkedThings }): JSX.Element {
  const { reading, things } = props;
  return (
    <Show when={reading.info()}>
      <footer class="note-links" data-testid="note-links">
        <strong>Linked from</strong>
        <Show
          when={reading.backlinks().length > 0}
          fallback={
            <Show when={things.linked().length === 0}>
              <span class="note-quiet">no other note</span>
            </Show>
          }
        >
          <Places notes={props.notes} places={reading.backlinks()} label="Linked from" />
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
              onClick={() => reading.showMentions()}
            >
              Mentions
            </button>
          }
        >
          {(mentions) => (
            <>
              <strong>{counted(mentions().length, "mention")}</strong>
              <Places notes={props.notes} places={mentions()} label="Mentions" />
            </>
          )}
        </Show>
      </footer>
    </Show>
  );
}

function Places(props: { notes: Notes; places: NoteBacklink[]; label: string }): JSX.Element {
  return (
    <ul class="note-places" aria-label={props.label}>
      <For each={props.places}>
        {(place) => (
          <li>
            <button
              type="button"
              class="note-place"
              data-tip={`${visibleText(place.path.path)}:${place.line}\n${visibleText(place.text)}`}
              onClick={(event) => {
                if (event.ctrlKey) void props.notes.edit(place.path, place.line);
                else props.notes.read(place.path, { line: place.line });
              }}
            >
              {visibleText(place.title)}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
