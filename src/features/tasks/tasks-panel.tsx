import {
  createEffect,
  createMemo,
  createSignal,
  Match,
  onCleanup,
  onMount,
  Switch,
  type JSX,
} from "solid-js";
import type { App } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import type { Found } from "./found";
import { FoundInCode } from "./found-in-code";
import type { Surface, TaskActions } from "./task-actions";
import { MENU } from "./task-commands";
import { TaskListRow } from "./task-list-row";
import { rowsOf, type Row } from "./task-rows";
import type { TaskStore } from "./task-store";
import { TasksBar } from "./tasks-bar";

const ROW_HEIGHT = 24;

export interface TasksPanelProps {
  app: App;
  store: TaskStore;
  actions: TaskActions;
  found: Found;
  /** Gets what gives the list the focus, while it is there. */
  onReady: (focus: (() => void) | undefined) => void;
}

/** The tasks in groups, with a filter. */
export function TasksPanel(props: TasksPanelProps): JSX.Element {
  const { app, store, actions } = props;
  const [closed, setClosed] = createSignal<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = createSignal<string>();
  let field: HTMLInputElement | undefined;
  let list: HTMLDivElement | undefined;
  const rows = createMemo<Row[]>(() => {
    const known = store.list();
    return known ? rowsOf(known, store.filter(), closed()) : [];
  });
  const cursor = createMemo(() => rows().findIndex(({ key }) => key === chosen()));
  const current = () => {
    const row = rows()[cursor()];
    return row?.type === "task" ? row.task : undefined;
  };
  const rowId = (key: string): string => `task-${encodeURIComponent(key)}`;
  const surface: Surface = {
    task: current,
    reveal: (path) => {
      const row = rows().find((at) => at.type === "task" && at.task.path === path);
      if (row) setChosen(row.key);
      list?.focus();
    },
    focusFilter: () => field?.focus(),
    load: () => Promise.resolve(),
  };
  onMount(() => {
    app.contexts.set("tasksShown", true);
    props.onReady(() => (list?.isConnected ? list : field)?.focus());
    void store.load();
  });
  onCleanup(() => {
    app.contexts.set("tasksShown", false);
    app.contexts.set("tasksFocus", false);
    app.setSidebarSubject("tasks", undefined);
    actions.leave(surface);
    props.onReady(undefined);
  });
  createEffect(() => {
    const task = current();
    app.setSidebarSubject("tasks", task && (task.id === null ? `file:${task.path}` : `task:${task.id}`));
  });
  // A row that left, such as one whose group has changed, leaves the cursor where it was.
  createEffect<number>((before) => {
    const at = cursor();
    if (at < 0 && before >= 0 && rows().length > 0) {
      setChosen(rows()[Math.min(before, rows().length - 1)]?.key);
      return before;
    }
    return at;
  }, -1);

  const fold = (key: string, close: boolean): void => {
    setClosed((before) => new Set(close ? [...before, key] : [...before].filter((other) => other !== key)));
  };
  const goTo = (index: number): void => {
    setChosen(rows()[Math.max(0, Math.min(rows().length - 1, index))]?.key);
  };
  const open = (row: Row, preview: boolean): void => {
    if (row.type === "group") fold(row.key, !closed().has(row.key));
    else void actions.open(row.task.path, { preview });
  };
  const left = (row: Row): void => {
    if (row.type === "group") fold(row.key, true);
    else setChosen(row.group);
  };
  const right = (row: Row): void => {
    if (row.type === "task") return;
    if (closed().has(row.key)) fold(row.key, false);
    else goTo(cursor() + 1);
  };
  const menuAt = (at: { x: number; y: number }): void => app.commands.showMenu(MENU, at, current());
  const menuAtRow = (): void => {
    const row = rows()[cursor()];
    const place = (row && document.getElementById(rowId(row.key)))?.getBoundingClientRect();
    if (place) menuAt({ x: place.left + 24, y: place.bottom });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows()[cursor()];
    const page = Math.max(1, Math.floor((list?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const keys: Record<string, () => void> = {
      ArrowDown: () => goTo(cursor() + 1),
      ArrowUp: () => (cursor() <= 0 ? field?.focus() : goTo(cursor() - 1)),
      PageDown: () => goTo(cursor() + page),
      PageUp: () => goTo(cursor() - page),
      Home: () => goTo(0),
      End: () => goTo(rows().length - 1),
      ArrowLeft: () => row && left(row),
      ArrowRight: () => row && right(row),
      Enter: () => row && open(row, false),
      " ": () => row && open(row, true),
      ContextMenu: menuAtRow,
    };
    const isMenu = event.shiftKey && event.key === "F10";
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (isMenu) menuAtRow();
    else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onMenu = (row: Row, event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    setChosen(row.key);
    actions.enter(surface);
    menuAt({ x: event.clientX, y: event.clientY });
  };
  const create = { title: "New Task", run: () => void app.commands.run("tasks.new") };
  const retry = { title: "Try Again", run: () => void store.load() };
  const everything = { title: "Show Everything", run: () => store.choose({ text: "", ready: false }) };

  return (
    <div class="tasks-panel" data-testid="tasks-panel">
      <TasksBar
        app={app}
        store={store}
        ref={(made) => (field = made)}
        onLeave={() => {
          if (cursor() < 0) goTo(0);
          list?.focus();
        }}
      />
      <Switch fallback={<LoadingState label="Reading the tasks" lines={6} />}>
        <Match when={store.fault()}>
          {(fault) => <FailedState title="The tasks could not be read." fault={fault()} actions={[retry]} />}
        </Match>
        <Match when={store.list()?.tasks.length === 0}>
          <EmptyState
            title="There is no task."
            detail="What is to be done in this folder stands here: one Markdown file for each task."
            actions={[create]}
          />
        </Match>
        <Match when={store.list() && rows().length === 0}>
          <EmptyState title="No task passes the filter." actions={[everything]} />
        </Match>
        <Match when={store.list()}>
          <VirtualRows
            class="tasks-rows"
            items={rows()}
            rowHeight={ROW_HEIGHT}
            reveal={cursor()}
            row={(row) => (
              <TaskListRow
                row={row}
                id={rowId(row.key)}
                chosen={chosen() === row.key}
                closed={closed().has(row.key)}
                onClick={() => {
                  setChosen(row.key);
                  open(row, true);
                }}
                onSuggested={(status) => row.type === "task" && void actions.setStatus(row.task, status)}
                onMenu={(event) => onMenu(row, event)}
              />
            )}
            attributes={{
              ref: (made: HTMLDivElement) => (list = made),
              role: "tree",
              tabIndex: 0,
              "data-testid": "tasks-rows",
              "aria-label": "Tasks",
              get "aria-activedescendant"() {
                const key = chosen();
                return key === undefined || cursor() < 0 ? undefined : rowId(key);
              },
              onKeyDown,
              onFocus: () => {
                actions.enter(surface);
                app.contexts.set("tasksFocus", true);
                if (cursor() < 0) goTo(0);
              },
              onBlur: () => app.contexts.set("tasksFocus", false),
            }}
          />
        </Match>
      </Switch>
      <FoundInCode found={props.found} />
    </div>
  );
}
