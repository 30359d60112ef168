import { createMemo, createSignal, Match, onMount, Show, Switch, type JSX } from "solid-js";
import type { SidecarState } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { visibleText } from "../../ui/visible-name";
import { ContextRowView } from "./context-row";
import { reasonOf, rowsOf, type Row, type Section } from "./context-rows";
import { createContextStore } from "./context-store";
import { judge } from "./judge";

const ROW_HEIGHT = 24;

/** What is linked to what is in front, what is suggested, and what matters now. */
export function ContextPanel(props: { app: App; panel: Panel }): JSX.Element {
  // A panel keeps its window and itself for life, so that these need not follow.
  const { app, panel } = props;
  const shown = createMemo(() => panel.visible() && app.workbench.areaShown("right"));
  const store = createContextStore(app, shown);
  const [sidecar, setSidecar] = createSignal<SidecarState>(app.boot.sidecar.state);
  app.on("sidecarChanged", ({ status }) => void setSidecar(status.state));
  const [closed, setClosed] = createSignal<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = createSignal<string>();
  let frame!: HTMLDivElement;
  let list: HTMLDivElement | undefined;
  const notes = (): Partial<Record<Section, string>> => {
    const now = store.around();
    if (!now) return {};
    const soft = now.linked.filter(({ edge }) => edge.suggestion).length;
    const told: Partial<Record<Section, string>> = {};
    if (now.linked.length === soft) told.linked = "Nothing is linked to it yet.";
    if (sidecar() !== "ready") told.suggested = "By names only: the sidecar is not ready.";
    else if (soft === 0) told.suggested = "Nothing is suggested.";
    if (now.mattersFault !== undefined) told.matters = "What matters now could not be read.";
    else if (now.matters.length === 0) told.matters = "Nothing happened in this session yet.";
    return told;
  };
  const rows = createMemo<Row[]>(() => {
    const now = store.around();
    if (!now) return [];
    const { linked, matters, more, front } = now;
    return rowsOf({ linked, matters, notes: notes(), more, hasFront: front !== undefined }, closed());
  });
  const cursor = createMemo(() => rows().findIndex(({ key }) => key === chosen()));
  const rowId = (key: string): string => `context-${encodeURIComponent(key)}`;
  /** The last answer said nothing, as nothing was in front. */
  const saidNothing = (): boolean => {
    const now = store.around();
    return now?.front === undefined && now?.matters.length === 0 && now.mattersFault === undefined;
  };
  const isEmpty = (): boolean => saidNothing() && store.front() === undefined;
  onMount(() => panel.onFocus(() => (list?.isConnected ? list : frame).focus()));

  const goTo = (index: number): void => {
    setChosen(rows()[Math.max(0, Math.min(rows().length - 1, index))]?.key);
  };
  const fold = (key: string, close: boolean): void => {
    setClosed((now) => new Set(close ? [...now, key] : [...now].filter((other) => other !== key)));
  };
  const open = (row: Row, preview: boolean): void => {
    setChosen(row.key);
    if (row.type === "section") fold(row.key, !closed().has(row.key));
    else if (row.type === "more") void store.loadMore();
    else if (row.type === "link") void app.commands.run("links.go", row.link.thing, preview);
    else if (row.type === "matter") void app.commands.run("links.go", row.row.thing, preview);
  };
  const say = async (row: Row | undefined, verdict: "accept" | "reject"): Promise<void> => {
    if (row?.type !== "link" || !row.link.edge.suggestion) return;
    const at = rows().indexOf(row);
    const isNext = (other: Row): boolean => other.type === "link" && other.link.edge.suggestion;
    const next =
      rows()
        .slice(at + 1)
        .find(isNext) ?? rows().slice(0, at).findLast(isNext);
    if (!(await judge(app, row.link, verdict, store.load))) return;
    // What was accepted stands elsewhere now, so that the numbers of rows are others.
    if (next && rows().some(({ key }) => key === next.key)) setChosen(next.key);
    else goTo(at);
  };
  const written = (row: Row | undefined): void => {
    if (row?.type !== "link") return;
    const { path, line } = row.link.edge;
    if (!path) return app.notify({ level: "info", message: "This link is written in no file." });
    const place = line === null ? {} : { line };
    void app.commands.run("editor.openFile", { path, ...place, preview: false });
  };
  const left = (): void => {
    const above = rows().slice(0, cursor() + 1);
    const head = above.findLast(({ type }) => type === "section");
    if (head && head.key === chosen()) fold(head.key, true);
    else setChosen(head?.key);
  };
  const right = (row: Row): void => {
    if (row.type === "section" && closed().has(row.key)) fold(row.key, false);
    else if (row.type === "section") goTo(cursor() + 1);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows()[cursor()];
    const page = Math.max(1, Math.floor((list?.clientHeight ?? 0) / ROW_HEIGHT) - 1);
    const keys: Record<string, () => void> = {
      ArrowDown: () => goTo(cursor() + 1),
      ArrowUp: () => goTo(cursor() - 1),
      PageDown: () => goTo(cursor() + page),
      PageUp: () => goTo(cursor() - page),
      Home: () => goTo(0),
      End: () => goTo(rows().length - 1),
      ArrowLeft: left,
      ArrowRight: () => row && right(row),
      Enter: () => row && open(row, false),
      " ": () => row && open(row, true),
      a: () => void say(row, "accept"),
      x: () => void say(row, "reject"),
      w: () => written(row),
      Escape: () => app.workbench.focusArea("center"),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  const reason = (): string | undefined => reasonOf(rows()[cursor()]);

  return (
    <div ref={frame} class="context-panel" tabIndex={-1} data-testid="context-panel">
      <Switch fallback={<LoadingState label="Reading what is linked" />}>
        <Match when={store.fault()}>
          {(fault) => (
            <FailedState
              title={`What is linked to ${store.around()?.front?.name ?? "it"} could not be read.`}
              fault={fault()}
              actions={[{ title: "Try Again", run: () => void store.load() }]}
            />
          )}
        </Match>
        <Match when={isEmpty()}>
          <EmptyState
            title="Nothing is in front."
            detail="What is linked to the file, note, task or command in front stands here, and what matters now."
            actions={[{ title: "Open File…", run: () => void app.commands.run("palette.files") }]}
          />
        </Match>
        <Match when={!saidNothing() && store.around()}>
          {(now) => (
            <>
              <Show when={now().front}>
                {(front) => <h2 class="context-front">{visibleText(front().name)}</h2>}
              </Show>
              <VirtualRows
                class="context-rows"
                items={rows()}
                rowHeight={ROW_HEIGHT}
                reveal={cursor()}
                row={(row) => (
                  <ContextRowView
                    row={row}
                    id={rowId(row.key)}
                    chosen={chosen() === row.key}
                    closed={closed().has(row.key)}
                    onOpen={() => open(row, false)}
                    onJudge={(verdict) => void say(row, verdict)}
                  />
                )}
                attributes={{
                  ref: (made: HTMLDivElement) => (list = made),
                  role: "tree",
                  tabIndex: 0,
                  "data-testid": "context-rows",
                  "aria-label": "Context",
                  get "aria-activedescendant"() {
                    const row = rows()[cursor()];
                    return row && rowId(row.key);
                  },
                  onKeyDown,
                  onFocus: () => cursor() < 0 && goTo(0),
                }}
              />
              <Show when={reason()}>{(text) => <p class="context-reason">{visibleText(text())}</p>}</Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}
