/** Notes that link to a note: the first of them, and all of them with a filter where they are many. */
import { createMemo, createSignal, For, Show, type JSX } from "solid-js";
import type { NoteBacklink } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";
import type { Notes } from "./notes";

/** So many are shown at first. */
const FIRST = 20;
const natural = new Intl.Collator(undefined, { numeric: true });

/** The places in one note. */
interface Group {
  /** The first place. */
  first: NoteBacklink;
  name: string;
  tip: string;
}

/** The places by their notes; notes with one title are told apart by their paths. */
export function grouped(places: readonly NoteBacklink[]): Group[] {
  const byPath = new Map<string, NoteBacklink[]>();
  for (const place of places) byPath.set(place.path.path, [...(byPath.get(place.path.path) ?? []), place]);
  const groups = [...byPath.values()];
  const titles = groups.map(([first]) => first?.title);
  const made = groups.flatMap((all) => {
    const [first] = all;
    if (!first) return [];
    const isOne = titles.filter((title) => title === first.title).length === 1;
    const name = `${first.title}${isOne ? "" : ` (${first.path.path})`}${all.length > 1 ? ` ×${all.length}` : ""}`;
    const tips = all.map(({ path, line, text }) => `${visibleText(path.path)}:${line}\n${visibleText(text)}`);
    return [{ first, name: visibleText(name), tip: tips.join("\n") }];
  });
  return made.toSorted((a, b) => natural.compare(a.name, b.name));
}

/** Shows a place of a note as it is read, or with `Ctrl` in its text. */
export function goTo(notes: Notes, { path, line }: NoteBacklink, event: MouseEvent): void {
  if (event.ctrlKey) void notes.edit(path, line);
  else notes.read(path, { line });
}

export function Places(props: { notes: Notes; places: NoteBacklink[]; label: string }): JSX.Element {
  const [isWhole, setWhole] = createSignal(false);
  const [wanted, setWanted] = createSignal("");
  const groups = createMemo(() => grouped(props.places));
  const fitting = (): Group[] => {
    const words = wanted().toLowerCase().split(/\s+/).filter(Boolean);
    return groups().filter(({ name, tip }) =>
      words.every((word) => `${name}\n${tip}`.toLowerCase().includes(word)),
    );
  };
  const shown = (): Group[] => (isWhole() ? fitting() : fitting().slice(0, FIRST));
  return (
    <>
      <Show when={groups().length > FIRST}>
        <input
          class="field note-places-filter"
          type="search"
          aria-label={`Filter: ${props.label}`}
          placeholder="Filter"
          value={wanted()}
          onInput={(event) => setWanted(event.currentTarget.value)}
        />
      </Show>
      <ul class="note-places" aria-label={props.label}>
        <For each={shown()}>
          {({ first, name, tip }) => (
            <li>
              <button
                type="button"
                class="note-place"
                data-tip={tip}
                onClick={(event) => goTo(props.notes, first, event)}
              >
                {name}
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length < fitting().length}>
        <button type="button" class="note-chip" onClick={() => setWhole(true)}>
          Show all {counted(fitting().length, "note")}
        </button>
      </Show>
    </>
  );
}
