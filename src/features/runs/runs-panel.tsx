/** The panel of the history: a field, filters, the commands that fit, and what the marked one wrote. */
import "./runs.css";
import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  createUniqueId,
  Match,
  on,
  onMount,
  Show,
  Switch,
  type JSX,
} from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import { durationText } from "../../ui/duration";
import { Modal } from "../../ui/modal";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { ROW_HEIGHT, RunRow } from "./run-row";
import { RunFilterBar } from "./run-filter-bar";
import { RunPreview } from "./run-preview";
import type { RunFilters } from "./run-filters";
import type { RunsStore } from "./runs-store";

const MOST_ROWS = 12;

export interface RunsPanelProps {
  store: RunsStore;
  /** Whether new commands are kept. */
  isKept: () => boolean;
  homely: (path: string) => string;
  /** Puts a command at the prompt, or runs it there. */
  onTake: (command: string, run: boolean) => void;
  onForget: (run: RunInfo) => void;
  onClose: () => void;
}

/** Filters by the digit that switches them with Alt. */
const BY_DIGIT: Record<string, keyof RunFilters> = { 1: "folder", 2: "failed", 3: "session", 4: "branch" };

export function RunsPanel(props: RunsPanelProps): JSX.Element {
  const { store } = props;
  const id = createUniqueId();
  const [marked, setMarked] = createSignal(0);
  const [editing, setEditing] = createSignal<string>();
  let input!: HTMLInputElement;
  onMount(() => {
    input.focus();
    input.select();
  });
  createEffect(on([store.query, store.filters], () => setMarked(0), { defer: true }));
  const count = () => store.runs().length;
  const current = createMemo(() => store.runs()[Math.min(marked(), count() - 1)]);
  const [output] = createResource(current, (run) => store.output(run).catch(() => undefined));

  const move = (to: number): void => {
    setMarked(Math.max(0, Math.min(count() - 1, to)));
    if (to >= count() - MOST_ROWS) void store.more();
  };
  const take = (run: boolean): void => {
    const command = editing() ?? current()?.command;
    if (command !== undefined && command.trim() !== "") props.onTake(command, run);
  };
  const back = (): void => {
    if (editing() === undefined) return props.onClose();
    setEditing(undefined);
    queueMicrotask(() => input.focus());
  };
  const isAtEnd = (): boolean => input.selectionStart === input.value.length;
  const keys: Record<string, (event: KeyboardEvent) => boolean | undefined> = {
    ArrowDown: () => (move(marked() + 1), true),
    ArrowUp: () => (move(marked() - 1), true),
    PageDown: () => (move(marked() + MOST_ROWS - 1), true),
    PageUp: () => (move(marked() - MOST_ROWS + 1), true),
    Tab: (event) => {
      const run = current();
      // Backwards it walks to the filters, as everywhere.
      if (event.shiftKey || !run) return false;
      setEditing(run.command);
      return true;
    },
    Delete: () => {
      const run = current();
      if (!run || !isAtEnd()) return false;
      props.onForget(run);
      return true;
    },
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const filter = event.altKey ? BY_DIGIT[event.key] : undefined;
    const isField = event.target === input;
    let taken = false;
    if (filter) {
      store.toggle(filter);
      taken = true;
    } else if (event.key === "Escape") {
      back();
      taken = true;
    } else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) {
      // A line end in the edited command is typed with Shift.
      if (event.shiftKey) return;
      take(event.ctrlKey);
      taken = true;
    } else if (isField) taken = keys[event.key]?.(event) ?? false;
    if (!taken) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const took = (run: RunInfo): string =>
    run.startedAt === null || run.endedAt === null ? "" : durationText(run.endedAt - run.startedAt);
  const isFiltered = () => store.query() !== "" || Object.values(store.filters()).some(Boolean);
  return (
    <Modal plain title="Command history" testId="runs" onClose={props.onClose}>
      <div class="runs" onKeyDown={press}>
        <div class="runs-head">
          <input
            ref={input}
            class="field runs-input"
            type="text"
            role="combobox"
            aria-label="Search the command history"
            aria-expanded="true"
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={count() > 0 ? `${id}-${marked()}` : undefined}
            autocomplete="off"
            spellcheck={false}
            placeholder="Search commands that ran in terminals"
            value={store.query()}
            data-testid="runs-input"
            onInput={(event) => store.setQuery(event.currentTarget.value)}
          />
          <RunFilterBar store={store} homely={props.homely} />
        </div>
        <Switch>
          <Match when={store.phase() === "failed"}>
            <FailedState
              title="The history could not be read."
              fault={store.fault()}
              actions={[{ title: "Try Again", run: () => void store.ask() }]}
            />
          </Match>
          <Match when={store.phase() === "loading"}>
            <LoadingState label="The history is read" />
          </Match>
          <Match when={count() === 0}>
            <EmptyState
              title={isFiltered() ? "No command fits." : "No command was recorded yet."}
              detail={
                isFiltered()
                  ? "Take letters away, or a filter."
                  : "Commands that you run in terminals are found here, with their folder, result and output."
              }
            />
          </Match>
          <Match when={true}>
            <div class="runs-list" style={{ height: `${Math.min(MOST_ROWS, count()) * ROW_HEIGHT}px` }}>
              <VirtualRows
                items={store.runs()}
                rowHeight={ROW_HEIGHT}
                reveal={marked()}
                attributes={{ id: `${id}-list`, role: "listbox", "aria-label": "Commands" }}
                row={(run, index) => (
                  <RunRow
                    run={run}
                    query={store.query()}
                    marked={index() === marked()}
                    id={`${id}-${index()}`}
                    at={index()}
                    of={count()}
                    folder={run.cwd === null ? "" : props.homely(run.cwd)}
                    took={took(run)}
                    onMark={() => setMarked(index())}
                    onTake={(event) => {
                      setMarked(index());
                      take(event.ctrlKey);
                    }}
                  />
                )}
              />
            </div>
            <Show when={current()}>
              {(run) => (
                <RunPreview
                  run={run()}
                  output={output.latest}
                  editing={editing()}
                  onEdit={setEditing}
                  homely={props.homely}
                />
              )}
            </Show>
          </Match>
        </Switch>
        <p class="runs-keys">
          <Show
            when={editing() === undefined}
            fallback="Enter puts it at the prompt · Ctrl+Enter runs it · Shift+Enter new line · Esc back"
          >
            Enter puts it at the prompt · Ctrl+Enter runs it · Tab edits · Delete forgets · Alt+1 to 4 filters
          </Show>
        </p>
        <Show when={!props.isKept()}>
          <p class="runs-off" role="status">
            New commands are not kept: the setting terminal.history.enabled is off. What was kept before is
            here.
          </p>
        </Show>
      </div>
    </Modal>
  );
}
