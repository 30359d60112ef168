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

/** The places in one note. */
interface Group {
  /** The first place. */
  first: NoteBacklink;
  name: string;
  tip: string;
}

/** The places by their notes; notes with one title are told apart by their paths. */
function grouped(places: readonly NoteBacklink[]): Group[] {
  const byPath = new Map<string, NoteBacklink[]>();
  for (const place of places) byPath.set(place.path.path, [...(byPath.get(place.path.path) ?? []), place]);
  const groups = [...byPath.values()];
  const titles = groups.map(([first]) => first?.title);
  return groups.flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const isOne = titles.filter((title) => title === first.title).length === 1;
    const name = `${first.title}${isOne ? "" : ` (${first.path.path})`}${all.length > 1 ? ` ×${all.length}` : ""}`;
    const tips = all.map(({ path, line, text }) => `${visibleText(path.path)}:${line}\n${visibleText(text)}`);
    return [{ first, name: visibleText(name), tip: tips.join("\n") }];
  });
}

function Places(props: { notes: Notes; places: NoteBacklink[]; label: string }): JSX.Element {
  return (
    <ul class="note-places" aria-label={props.label}>
      <For each={grouped(props.places)}>
        {({ first, name, tip }) => (
          <li>
            <button
              type="button"
              class="note-place"
              data-tip={tip}
              onClick={(event) => {
                if (event.ctrlKey) void props.notes.edit(first.path, first.line);
                else props.notes.read(first.path, { line: first.line });
              }}
            >
              {name}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
