/** Places that name a note and are no link: each with its line, and with a button that makes it one. */
import { createMemo, createSignal, For, Show, type JSX } from "solid-js";
import type { NoteBacklink, NoteInfo } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import { counted } from "../../ui/counted";
import { visiblePath, visibleText } from "../../ui/visible-name";
import { goTo } from "./linked-places";
import { linkMention, mentionIn, namesOf } from "./mention";
import type { Notes } from "./notes";

/** So many are shown at first. */
const FIRST = 20;

interface MentionListProps {
  notes: Notes;
  info: NoteInfo;
  places: NoteBacklink[];
}

const keyOf = ({ path, line, text }: NoteBacklink): string => JSON.stringify([path, line, text]);

export function MentionList(props: MentionListProps): JSX.Element {
  const [isWhole, setWhole] = createSignal(false);
  /** What was linked and may not be saved yet. */
  const [linked, setLinked] = createSignal<ReadonlySet<string>>(new Set<string>());
  /** A line that names it twice stands here once. */
  const lines = createMemo(() => [...new Map(props.places.map((place) => [keyOf(place), place])).values()]);
  const shown = (): NoteBacklink[] => (isWhole() ? lines() : lines().slice(0, FIRST));
  const link = async (place: NoteBacklink): Promise<void> => {
    const { app } = props.notes;
    try {
      if (await linkMention(app, props.info, place))
        return void setLinked((all) => new Set(all).add(keyOf(place)));
      const where = `${visiblePath(place.path.path)}:${place.line}`;
      app.notify({ level: "warn", message: `${where} does not name this note any more.` });
    } catch (thrown) {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    }
  };
  return (
    <>
      <ul class="note-mentions" aria-label="Mentions">
        <For each={shown()}>
          {(place) => (
            <li class="note-mention">
              <button
                type="button"
                class="note-place"
                data-tip={`${visibleText(place.path.path)}:${place.line}`}
                onClick={(event) => goTo(props.notes, place, event)}
              >
                {visibleText(place.title)}
              </button>
              <span class="note-mention-line">
                <Named text={place.text} names={namesOf(props.info)} />
              </span>
              <Show when={!linked().has(keyOf(place))} fallback={<span class="note-quiet">linked</span>}>
                <button
                  type="button"
                  class="note-chip"
                  aria-label={`Link: ${visibleText(place.title)}, line ${place.line}`}
                  onClick={() => void link(place)}
                >
                  Link
                </button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={shown().length < lines().length}>
        <button type="button" class="note-chip" onClick={() => setWhole(true)}>
          Show all {counted(lines().length, "line")}
        </button>
      </Show>
    </>
  );
}

/** A line with the name in it marked. */
function Named(props: { text: string; names: readonly string[] }): JSX.Element {
  const found = createMemo(() => mentionIn(props.text, props.names));
  return (
    <Show when={found()} fallback={visibleText(props.text)}>
      {(at) => (
        <>
          {visibleText(props.text.slice(0, at().from))}
          <mark>{visibleText(props.text.slice(at().from, at().to))}</mark>
          {visibleText(props.text.slice(at().to))}
        </>
      )}
    </Show>
  );
}
