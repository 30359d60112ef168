import { createMemo, createSignal, Match, onMount, Switch, type JSX } from "solid-js";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { visiblePath } from "../../ui/visible-name";
import { frontPlace } from "../editor";
import type { OutlineState } from ".";
import { OutlineRowView } from "./outline-row";
import { outlineRows, rowAt, shownRows, type OutlineRow } from "./outline-rows";
import { createOutlineStore } from "./outline-store";

const ROW_HEIGHT = 24;

/** The symbols of the file in front as a tree that follows the cursor. */
export function OutlinePanel(props: { app: App; panel: Panel<OutlineState> }): JSX.Element {
  // A panel keeps its window and itself for life, so that these need not follow.
  const { app, panel } = props;
  const shown = createMemo(() => panel.visible() && app.workbench.areaShown("right"));
  const store = createOutlineStore(app, shown);
  const [closed, setClosed] = createSignal<ReadonlySet<string>>(new Set());
  const [picked, setPicked] = createSignal<string>();
  const [focused, setFocused] = createSignal(false);
  let field!: HTMLInputElement;
  let list: HTMLDivElement | undefined;
  const filter = (): string => panel.state().filter ?? "";
  const all = createMemo(() => outlineRows(store.symbols() ?? []));
  const rows = createMemo(() => shownRows(all(), filter(), closed()));
  const here = createMemo(() => (shown() ? rowAt(rows(), frontPlace(app)?.line)?.key : undefined));
  /** The keys move a mark of their own; it goes back to the cursor when the focus leaves. */
  const chosen = (): string | undefined => (focused() ? picked() : undefined) ?? here();
  const cursor = createMemo(() => rows().findIndex(({ key }) => key === chosen()));
  const rowId = (key: string): string => `outline-${encodeURIComponent(key)}`;
  onMount(() => panel.onFocus(() => (list?.isConnected ? list : field).focus()));

  const open = (row: OutlineRow, focus: boolean): void => {
    const { path, line, column, name } = row.symbol;
    setPicked(row.key);
    if (app.workbench.active("center")?.kind === "note") void app.commands.run("notes.read", path, line);
    else {
      const place = { path, line, character: column, length: name.length };
      void app.commands.run("editor.openFile", { ...place, preview: false, focus });
    }
  };
  const goTo = (index: number): void => {
    setPicked(rows()[Math.max(0, Math.min(rows().length - 1, index))]?.key);
  };
  const fold = (key: string, close: boolean): void => {
    setClosed((now) => new Set(close ? [...now, key] : [...now].filter((other) => other !== key)));
  };
  const left = (row: OutlineRow): void => {
    if (row.holds && !closed().has(row.key) && filter() === "") fold(row.key, true);
    else if (row.parent !== undefined) setPicked(row.parent);
  };
  const right = (row: OutlineRow): void => {
    if (closed().has(row.key)) fold(row.key, false);
    else if (row.holds) goTo(cursor() + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows()[cursor()];
    const page = Math.max(1, Math.floor((list?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const keys: Record<string, () => void> = {
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
      Escape: () => app.workbench.focusArea("center"),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const fieldKeys = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && filter() !== "") panel.setState({ filter: "" });
    else if (event.key === "Escape") app.workbench.focusArea("center");
    else if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    else list?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const file = (): string => visiblePath(store.path()?.path ?? "");

  return (
    <div class="outline-panel" data-testid="outline-panel">
      <div class="outline-bar">
        <input
          ref={field}
          class="field"
          type="search"
          aria-label="Filter the outline"
          placeholder="Filter"
          value={filter()}
          onInput={(event) => panel.setState({ filter: event.currentTarget.value })}
          onKeyDown={fieldKeys}
        />
      </div>
      <Switch fallback={<LoadingState label={`Reading the outline of ${file()}`} />}>
        <Match when={!store.path()}>
          <EmptyState title="No file is in front." detail="What the file in front holds stands here." />
        </Match>
        <Match when={store.fault()}>
          {(fault) => (
            <FailedState
              title={`The outline of ${file()} could not be read.`}
              fault={fault()}
              actions={[{ title: "Try Again", run: () => void store.load() }]}
            />
          )}
        </Match>
        <Match when={store.symbols()?.length === 0}>
          <EmptyState
            title="Nothing is known in this file."
            detail="Functions, types and headings stand here once the index has read a file of a language that it knows."
          />
        </Match>
        <Match when={store.symbols() && rows().length === 0}>
          <EmptyState
            title="No name passes the filter."
            actions={[{ title: "Show Everything", run: () => panel.setState({ filter: "" }) }]}
          />
        </Match>
        <Match when={store.symbols()}>
          <VirtualRows
            class="outline-rows"
            items={rows()}
            rowHeight={ROW_HEIGHT}
            reveal={cursor()}
            row={(row) => (
              <OutlineRowView
                row={row}
                id={rowId(row.key)}
                chosen={chosen() === row.key}
                here={here() === row.key}
                closed={filter() === "" && closed().has(row.key)}
                onOpen={() => open(row, true)}
                onFold={() => fold(row.key, !closed().has(row.key))}
              />
            )}
            attributes={{
              ref: (made: HTMLDivElement) => (list = made),
              role: "tree",
              tabIndex: 0,
              "data-testid": "outline-rows",
              "aria-label": "Outline",
              get "aria-activedescendant"() {
                const row = rows()[cursor()];
                return row && rowId(row.key);
              },
              onKeyDown,
              onFocus: () => {
                setFocused(true);
                setPicked(here() ?? rows()[0]?.key);
              },
              onBlur: () => setFocused(false),
            }}
          />
        </Match>
      </Switch>
    </div>
  );
}
