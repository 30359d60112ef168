import { createMemo, createSignal, createUniqueId, For, Match, Show, Switch, type JSX } from "solid-js";
import type { NoteInfo } from "../../ipc/bindings";
import { exactTime, relativeTime } from "../../ui/relative-time";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { visibleName, visiblePath, visibleText } from "../../ui/visible-name";
import type { NoteListStore, Order } from "./list-store";
import { folderOf, keyOf } from "./note-path";
import type { Notes } from "./notes";

const ROW_HEIGHT = 24;

export interface NoteListProps {
  notes: Notes;
  store: NoteListStore;
  /** Gets what gives the list's field the focus. */
  setFocus: (focus: () => void) => void;
}

/** The notes of the folder, with a field and a choice of tags above them. */
export function NoteList(props: NoteListProps): JSX.Element {
  // All of them stay the same as long as the window lives.
  const { notes, store } = props;
  const { app } = notes;
  store.follow();
  const id = createUniqueId();
  const [cursor, setCursor] = createSignal<string>();
  const rows = (): NoteInfo[] => store.rows() ?? [];
  const at = createMemo(() => rows().findIndex(({ path }) => keyOf(path) === cursor()));
  const open = (note: NoteInfo | undefined, source: boolean): void => {
    if (!note) return;
    if (source) void notes.edit(note.path);
    else notes.read(note.path);
  };
  const move = (to: number): void => {
    const note = rows()[Math.min(rows().length - 1, Math.max(0, to))];
    if (note) setCursor(keyOf(note.path));
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const isField = event.target instanceof HTMLInputElement;
    const steps: Record<string, () => void> = {
      ArrowDown: () => move(at() + 1),
      ArrowUp: () => move(at() - 1),
      Enter: () => open(rows()[Math.max(0, at())], event.ctrlKey),
      ...(isField ? {} : { Home: () => move(0), End: () => move(rows().length - 1) }),
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    step();
  };
  const isFiltered = (): boolean => store.filter().text !== "" || store.filter().tag !== null;
  const row = (note: NoteInfo, index: () => number): JSX.Element => (
    <div
      id={`${id}-${index()}`}
      role="option"
      class="note-row"
      aria-selected={index() === at()}
      aria-setsize={rows().length}
      aria-posinset={index() + 1}
      data-tip={`${visiblePath(note.path.path)}\n${exactTime(note.modified)}`}
      data-tip-side="right"
      onClick={(event) => {
        setCursor(keyOf(note.path));
        open(note, event.ctrlKey);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        setCursor(keyOf(note.path));
        app.commands.showMenu("notes.context", { x: event.clientX, y: event.clientY }, note.path);
      }}
    >
      <span class="note-row-title">{visibleName(note.title)}</span>
      <span class="note-row-folder">{visiblePath(folderOf(note.path.path))}</span>
      <Show when={store.filter().order === "change"}>
        <time class="note-row-time">{relativeTime(note.modified, Date.now())}</time>
      </Show>
    </div>
  );
  return (
    <div class="note-list" data-testid="note-list" onKeyDown={press}>
      <div class="note-filters">
        <input
          ref={(field) => props.setFocus(() => field.focus())}
          class="field"
          type="text"
          aria-label="Filter notes"
          placeholder="Words in names and texts"
          autocomplete="off"
          spellcheck={false}
          value={store.filter().text}
          data-testid="note-filter"
          aria-controls={`${id}-list`}
          onInput={(event) => store.choose({ text: event.currentTarget.value })}
        />
        <select
          class="field"
          aria-label="Tag"
          data-testid="note-tag"
          onChange={(event) => store.choose({ tag: event.currentTarget.value || null })}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <option value="" selected={store.filter().tag === null}>
            All tags
          </option>
          <For each={store.tags()}>
            {({ tag, notes: count }) => (
              <option value={tag} selected={store.filter().tag === tag}>
                {`#${visibleText(tag)} (${count})`}
              </option>
            )}
          </For>
        </select>
        <select
          class="field"
          aria-label="Order"
          data-testid="note-order"
          onChange={(event) => store.choose({ order: event.currentTarget.value as Order })}
          onKeyDown={(event) => event.stopPropagation()}
        >
          <option value="path">By path</option>
          <option value="change">Last changed</option>
        </select>
      </div>
      <Switch fallback={<LoadingState label="Reading the notes" lines={8} />}>
        <Match when={store.fault()}>
          {(fault) => (
            <FailedState
              title="The notes could not be read."
              fault={fault()}
              actions={[{ title: "Try Again", run: store.reload }]}
            />
          )}
        </Match>
        <Match when={rows().length > 0}>
          <VirtualRows
            class="note-rows"
            items={rows()}
            rowHeight={ROW_HEIGHT}
            reveal={at()}
            row={row}
            attributes={{
              id: `${id}-list`,
              role: "listbox",
              "aria-label": "Notes",
              tabIndex: 0,
              get "aria-activedescendant"() {
                return at() < 0 ? undefined : `${id}-${at()}`;
              },
            }}
          />
        </Match>
        <Match when={store.rows() && isFiltered()}>
          <EmptyState
            title="No note fits."
            actions={[{ title: "Show All Notes", run: () => store.choose({ text: "", tag: null }) }]}
          />
        </Match>
        <Match when={store.rows()}>
          <EmptyState
            title="The Markdown files of this folder stand here."
            detail="Notes link to each other by [[name]]; what links to a note stands below it."
            actions={[
              { title: "New Note", run: () => void app.commands.run("notes.new") },
              { title: "Daily Note", run: () => void app.commands.run("notes.daily") },
            ]}
          />
        </Match>
      </Switch>
      <Show when={store.problems().length > 0}>
        <ul class="note-problems">
          <For each={store.problems().slice(0, 5)}>{(problem) => <li>{visibleText(problem)}</li>}</For>
        </ul>
      </Show>
    </div>
  );
}
