import { createEffect, createMemo, Match, on, onCleanup, onMount, Show, Switch, type JSX } from "solid-js";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { BoardBar } from "./board-bar";
import { BoardCells } from "./board-cells";
import type { BoardState } from "./board-commands";
import { createBoardDrag } from "./board-drag";
import { BoardGhost } from "./board-ghost";
import { BoardHeads } from "./board-heads";
import { makeBoardKeys } from "./board-keys";
import { bandsOf, CARD, dropSpot } from "./board-layout";
import { createBoardModel } from "./board-model";
import { countsOf, taskAt } from "./board-reducer";
import { revealCursor } from "./board-reveal";
import { BoardTold } from "./board-told";
import { createTaskLinks } from "./task-links";
import type { BoardStore } from "./board-store";
import type { Surface, TaskActions } from "./task-actions";
import { MENU } from "./task-commands";

export interface BoardPanelProps {
  app: App;
  store: BoardStore;
  actions: TaskActions;
  panel: Panel<BoardState>;
}

const cardId = (lane: number, path: string): string => `card-${lane}-${encodeURIComponent(path)}`;

/** The board: a column for each status, lanes where they are asked for. */
export function BoardPanel(props: BoardPanelProps): JSX.Element {
  const { app, store, actions, panel } = props;
  let field: HTMLInputElement | undefined;
  let scroller: HTMLDivElement | undefined;
  let contents: HTMLDivElement | undefined;
  const model = createBoardModel(
    store,
    () => panel.state().filter ?? "",
    (notice) => app.notify(notice),
  );
  const { lanes, spot } = model;
  const columns = () => store.board()?.columns ?? [];
  // What was read says what the lanes mean, until others are read.
  const bands = createMemo(() => bandsOf(lanes(), store.by() !== undefined));
  const current = () => {
    const at = spot();
    return at && taskAt(lanes(), at);
  };
  const counts = createMemo(() => countsOf(lanes(), columns().length));
  const titles = createMemo(
    () =>
      new Map((store.board()?.tasks ?? []).flatMap(({ id, title }) => (id === null ? [] : [[id, title]]))),
  );
  const links = createTaskLinks(app, () => store.board()?.tasks ?? [], panel.visible);
  const surface: Surface = {
    task: current,
    status: () => columns()[spot()?.column ?? -1]?.status,
    lane: model.lane,
    reveal: (path) => {
      model.choose(path, spot()?.lane);
      scroller?.focus();
    },
    focusFilter: () => field?.focus(),
    move: model.moveBy,
    moveLane: model.moveByLane,
    undoMove: model.undo,
    toStatus: model.toStatus,
    load: store.load,
  };
  const drag = createBoardDrag({
    scroller: () => scroller,
    spotAt: (x, y, from) => {
      const place = contents?.getBoundingClientRect();
      if (!place) return from;
      return dropSpot({ x: x - place.left, y: y - place.top }, lanes(), bands(), place.width) ?? from;
    },
    drop: model.drop,
  });
  onMount(() => {
    void store.load();
    panel.onFocus(() => (scroller?.isConnected ? scroller : field)?.focus());
  });
  createEffect(() => {
    if (panel.visible()) store.look();
  });
  createEffect(() => {
    const task = current();
    panel.setSubject(task && (task.id === null ? `file:${task.path}` : `task:${task.id}`));
  });
  createEffect(
    on(
      () => panel.state().lanes,
      () => void store.load(),
      { defer: true },
    ),
  );
  revealCursor({ ...model, scroller: () => scroller, bands, columns: () => columns().length });
  const focusFacts = (here: boolean): void => {
    app.contexts.set("tasksFocus", here);
    app.contexts.set("boardFocus", here);
  };
  onCleanup(() => {
    focusFacts(false);
    actions.leave(surface);
  });
  const activeId = (): string | undefined => {
    const [at, task] = [spot(), current()];
    return at && task ? cardId(at.lane, task.path) : undefined;
  };
  const menuAtCard = (): void => {
    const place = document.getElementById(activeId() ?? "")?.getBoundingClientRect();
    if (place) app.commands.showMenu(MENU, { x: place.left + 12, y: place.top + 24 }, current());
  };
  const openCurrent = (preview: boolean): void => {
    const task = current();
    if (task) void actions.open(task.path, { preview });
  };
  const onKeyDown = makeBoardKeys({
    model,
    page: () => Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / CARD) - 1),
    open: openCurrent,
    menu: menuAtCard,
    links: () => void app.commands.run("graph.around", current()),
    clear: () => {
      const isFiltered = (panel.state().filter ?? "") !== "";
      if (isFiltered) filterBy("");
      return isFiltered;
    },
  });
  const filterBy = (filter: string): void => panel.setState({ ...panel.state(), filter });
  const clearFilter = (): void => {
    filterBy("");
    // What was pressed is gone with the filter.
    queueMicrotask(() => scroller?.focus());
  };
  const create = { title: "New Task", run: () => void app.commands.run("tasks.new") };
  const retry = { title: "Try Again", run: () => void store.load() };
  const everything = { title: "Show Everything", run: () => clearFilter() };
  const isEmpty = (): boolean => store.board()?.tasks.length === 0;

  return (
    <div class="board" data-testid="board">
      <BoardBar
        app={app}
        panel={panel}
        problems={store.board()?.problems.length ?? 0}
        ref={(made) => (field = made)}
        onLanes={(chosen) => {
          const { lanes: _, ...rest } = panel.state();
          panel.setState(chosen === undefined ? rest : { ...rest, lanes: chosen });
        }}
        onFilter={filterBy}
        onLeave={() => scroller?.focus()}
      />
      <div class="board-said" role="status" aria-live="polite">
        {model.said()}
      </div>
      <BoardTold store={store} onOpen={(path) => void actions.open(path)} onClose={() => scroller?.focus()} />
      <Switch fallback={<LoadingState label="Reading the board" lines={6} />}>
        <Match when={!store.board() && store.fault()}>
          {(fault) => <FailedState title="The board could not be read." fault={fault()} actions={[retry]} />}
        </Match>
        <Match when={isEmpty()}>
          <EmptyState
            title="There is no task."
            detail="Tasks stand here by their status: one Markdown file for each."
            actions={[create]}
          />
        </Match>
        <Match when={store.board() && counts().every((count) => count === 0)}>
          <EmptyState title="No task passes the filter." actions={[everything]} />
        </Match>
        <Match when={store.board()}>
          <div
            ref={(made) => {
              scroller = made;
              // The field had the focus only because there was no board yet.
              const isWaiting = document.activeElement === field && field?.value === "";
              if (isWaiting) queueMicrotask(() => made.focus());
            }}
            class="board-scroll"
            classList={{ "board-dragging": drag.held() !== undefined }}
            role="group"
            aria-label="Task board"
            aria-activedescendant={activeId()}
            tabIndex={0}
            data-testid="board-cards"
            onKeyDown={onKeyDown}
            onFocus={() => {
              actions.enter(surface);
              focusFacts(true);
              if (!spot()) model.go(0, 0);
            }}
            onBlur={() => focusFacts(false)}
          >
            <BoardHeads
              columns={columns()}
              counts={counts()}
              onNew={(status) => {
                actions.enter(surface);
                void app.commands.run("tasks.new", status);
              }}
            />
            <BoardCells
              ref={(made) => (contents = made)}
              columns={columns()}
              lanes={lanes()}
              bands={bands()}
              lanesBy={store.by()}
              held={drag.held()}
              chosen={spot()}
              cardId={cardId}
              titleOf={(id) => titles().get(id)}
              links={links}
              scroller={() => scroller}
              onPress={(event, at, task) => {
                model.choose(task.path, at.lane);
                drag.press(event, at, task.path);
              }}
              onOpen={(task) => void actions.open(task.path)}
              onLinks={(task) => void app.commands.run("graph.around", task)}
              onSuggested={(task, status) => void model.toStatus(task.path, status)}
              onMenu={(event, at, task) => {
                event.preventDefault();
                event.stopPropagation();
                model.choose(task.path, at.lane);
                actions.enter(surface);
                app.commands.showMenu(MENU, { x: event.clientX, y: event.clientY }, task);
              }}
            />
          </div>
        </Match>
      </Switch>
      <Show when={drag.held()}>
        {(held) => <BoardGhost at={held()} tasks={store.board()?.tasks ?? []} />}
      </Show>
    </div>
  );
}
