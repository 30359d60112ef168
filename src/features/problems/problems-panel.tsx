import { createMemo, createSignal, onMount, Show, type JSX } from "solid-js";
import Copy from "lucide-solid/icons/copy";
import Eraser from "lucide-solid/icons/eraser";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import type { ProblemsState } from ".";
import { openProblem } from ".";
import { RowView } from "./problem-row";
import { filterProblems, lineOf, rowsOf, type Row } from "./problem-rows";
import { countText } from "./problems-item";
import type { ProblemsStore } from "./problems-store";

const ROW_HEIGHT = 22;

export interface ProblemsPanelProps {
  app: App;
  store: ProblemsStore;
  panel: Panel<ProblemsState>;
}

/** The problems by file, with a filter. */
export function ProblemsPanel(props: ProblemsPanelProps): JSX.Element {
  const { app, store, panel } = props;
  const [collapsed, setCollapsed] = createSignal<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = createSignal<string>();
  let field!: HTMLInputElement;
  let list: HTMLDivElement | undefined;
  const filter = (): string => panel.state().filter ?? "";
  const rows = createMemo(() => rowsOf(filterProblems(store.problems(), filter()), collapsed()));
  const cursor = createMemo(() => rows().findIndex(({ key }) => key === chosen()));
  const rowId = (key: string): string => `problem-${encodeURIComponent(key)}`;
  onMount(() => panel.onFocus(() => (list ?? field).focus()));

  const fold = (key: string, closed: boolean): void => {
    setCollapsed((before) => {
      const now = new Set(before);
      if (closed) now.add(key);
      else now.delete(key);
      return now;
    });
  };
  const open = (row: Row, focus: boolean): void => {
    if (row.type === "file") fold(row.key, !collapsed().has(row.key));
    else void openProblem(app, row.problem, focus);
  };
  const goTo = (index: number): void => {
    setChosen(rows()[Math.max(0, Math.min(rows().length - 1, index))]?.key);
  };
  const left = (row: Row): void => {
    if (row.type === "file") fold(row.key, true);
    else setChosen(row.file);
  };
  const right = (row: Row): void => {
    if (row.type !== "file") return;
    if (collapsed().has(row.key)) fold(row.key, false);
    else goTo(cursor() + 1);
  };
  const copyRow = async (row: Row): Promise<void> => {
    const problems = row.type === "file" ? row.problems : [row.problem];
    await app.ipc.clipboardWrite({ text: problems.map(lineOf).join("\n") });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows()[cursor()];
    const page = Math.max(1, Math.floor((list?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const actions: Record<string, () => void> = {
      ArrowDown: () => goTo(cursor() + 1),
      ArrowUp: () => (cursor() <= 0 ? field.focus() : goTo(cursor() - 1)),
      PageDown: () => goTo(cursor() + page),
      PageUp: () => goTo(cursor() - page),
      Home: () => goTo(0),
      End: () => goTo(rows().length - 1),
      ArrowLeft: () => row && left(row),
      ArrowRight: () => row && right(row),
      Enter: () => row && open(row, true),
      " ": () => row && open(row, false),
    };
    const isCopy = event.ctrlKey && event.key === "c" && row !== undefined;
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
    if (isCopy) void copyRow(row);
    else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const enterList = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    if (cursor() < 0) goTo(0);
    list?.focus();
  };

  return (
    <div class="problems-panel" data-testid="problems-panel">
      <div class="problems-bar">
        <input
          ref={field}
          class="field problems-filter"
          type="search"
          aria-label="Filter the problems"
          placeholder="Filter: words, !without"
          value={filter()}
          onInput={(event) => panel.setState({ ...panel.state(), filter: event.currentTarget.value })}
          onKeyDown={enterList}
        />
        <span class="problems-counts" role="status">
          {countText(store.counts())}
        </span>
        <button
          type="button"
          class="icon-button"
          aria-label="Copy what is shown"
          data-tip="Copy what is shown"
          disabled={rows().length === 0}
          onClick={() => void app.commands.run("problems.copy", filter())}
        >
          <Copy size={14} aria-hidden="true" />
        </button>
        <button
          type="button"
          class="icon-button"
          aria-label="Clear"
          data-tip="Clear; problems of a command come back when it runs again"
          disabled={store.problems().length === 0}
          onClick={() => void app.commands.run("problems.clear")}
        >
          <Eraser size={14} aria-hidden="true" />
        </button>
      </div>
      <Show when={!store.fault()} fallback={<Failed store={store} />}>
        <Show when={rows().length > 0} fallback={<Nothing {...props} />}>
          <VirtualRows
            class="problems-rows"
            items={rows()}
            rowHeight={ROW_HEIGHT}
            reveal={cursor()}
            row={(row) => (
              <RowView
                row={row}
                id={rowId(row.key)}
                chosen={chosen() === row.key}
                collapsed={collapsed().has(row.key)}
                onChoose={() => setChosen(row.key)}
                onOpen={() => open(row, true)}
              />
            )}
            attributes={{
              ref: (made: HTMLDivElement) => (list = made),
              role: "tree",
              tabIndex: 0,
              "data-testid": "problems-rows",
              "aria-label": "Problems",
              get "aria-activedescendant"() {
                const key = chosen();
                return key === undefined || cursor() < 0 ? undefined : rowId(key);
              },
              onKeyDown,
              onFocus: () => cursor() < 0 && goTo(0),
            }}
          />
        </Show>
      </Show>
    </div>
  );
}

function Failed(props: { store: ProblemsStore }): JSX.Element {
  const retry = { title: "Try Again", run: () => void props.store.load() };
  return (
    <FailedState title="The problems could not be read." fault={props.store.fault()} actions={[retry]} />
  );
}

function Nothing(props: ProblemsPanelProps): JSX.Element {
  const key = (): string | undefined => props.app.commands.keyOf("scripts.run");
  return (
    <Show
      when={props.store.problems().length > 0}
      fallback={
        <EmptyState
          title="No problem is known."
          detail="What compilers, linters and tests complain about in a terminal stands here."
          actions={[
            { title: "Run Script…", key: key(), run: () => void props.app.commands.run("scripts.run") },
          ]}
        />
      }
    >
      <EmptyState
        title="No problem passes the filter."
        actions={[
          {
            title: "Show Everything",
            run: () => props.panel.setState({ ...props.panel.state(), filter: "" }),
          },
        ]}
      />
    </Show>
  );
}
