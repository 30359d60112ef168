/** The panel of the history: a field, filters, the commands that fit, and what the marked one wrote. */
import "./runs.css";
import {
  createEffect,
  createMemo,
  createResource,
  createSignal,
  createUniqueId,
  Match,
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
import type { LinkStore } from "../links";
import type { RunActions } from "./run-actions";
import { makeRunKeys } from "./run-keys";
import type { RunsStore } from "./runs-store";

const MOST_ROWS = 12;

export interface RunsPanelProps {
  store: RunsStore;
  actions: RunActions;
  links: LinkStore;
  /** Whether new commands are kept. */
  isKept: () => boolean;
  homely: (path: string) => string;
  /** Waits for work; a failure becomes a notice. */
  attempt: (work: Promise<unknown>) => void;
  onMenu: (run: RunInfo, at: { x: number; y: number }) => void;
  onOpenLink: (ref: string) => void;
  onImport: () => void;
  /** Puts a command at the prompt, or runs it there. */
  onTake: (command: string, run: boolean) => void;
  onClose: () => void;
}

export function RunsPanel(props: RunsPanelProps): JSX.Element {
  // Both stay the same as long as the window lives.
  const { store, actions } = props;
  const id = createUniqueId();
  const [editing, setEditing] = createSignal<string>();
  let input!: HTMLInputElement;
  onMount(() => {
    input.focus();
    input.select();
  });
  const { marked } = store;
  const count = () => store.runs().length;
  const current = createMemo(() => store.runs()[Math.min(marked(), count() - 1)]);
  const [output] = createResource(
    () => current()?.id,
    async () => {
      const run = current();
      try {
        return { text: run ? await store.output(run) : "" };
      } catch (fault) {
        return { fault };
      }
    },
  );
  const wrote = (): { text?: string; fault?: unknown } => output.latest ?? {};
  // Rows below are asked for before anybody is there.
  createEffect(() => {
    if (marked() >= count() - MOST_ROWS) void store.more();
  });

  const take = (run: boolean): void => {
    const command = editing() ?? current()?.command;
    if (command !== undefined && command.trim() !== "") props.onTake(command, run);
  };
  const press = makeRunKeys({
    store,
    actions,
    attempt: (work) => props.attempt(work),
    page: MOST_ROWS,
    field: () => input,
    current,
    move: store.mark,
    take,
    edit: setEditing,
    back: () => {
      if (editing() === undefined) return props.onClose();
      setEditing(undefined);
      queueMicrotask(() => input.focus());
    },
    menu: () => {
      const run = current();
      const row = document.getElementById(`${id}-${marked()}`)?.getBoundingClientRect();
      if (run && row) props.onMenu(run, { x: row.left + 72, y: row.bottom });
    },
  });

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
              actions={isFiltered() ? [] : [{ title: "Import From Shells and Atuin…", run: props.onImport }]}
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
                    onMark={() => store.mark(index())}
                    onTake={(event) => {
                      store.mark(index());
                      take(event.ctrlKey);
                    }}
                    onMenu={(at) => {
                      store.mark(index());
                      props.onMenu(run, at);
                    }}
                  />
                )}
              />
            </div>
            <Show when={current()}>
              {(run) => (
                <RunPreview
                  run={run()}
                  output={wrote().text}
                  fault={wrote().fault}
                  editing={editing()}
                  onEdit={setEditing}
                  homely={props.homely}
                  links={props.links}
                  actions={actions}
                  attempt={props.attempt}
                  onOpenLink={props.onOpenLink}
                  onMenu={(at) => props.onMenu(run(), at)}
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
            Enter puts it at the prompt · Ctrl+Enter runs it · Tab edits · Delete forgets · Shift+F10 more
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
