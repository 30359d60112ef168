/** Tasks: one Markdown file each, as a list in the sidebar and as a board. */
import "./board.css";
import "./tasks.css";
import { onCleanup } from "solid-js";
import SquareCheck from "lucide-solid/icons/square-check";
import type { App, Panel } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { BOARD, boardCommands, type BoardState } from "./board-commands";
import { createBoardStore } from "./board-store";
import { createFound } from "./found";
import { InProgress } from "./in-progress";
import { makeTaskActions } from "./task-actions";
import { taskCommands, taskMenus } from "./task-commands";
import { begun } from "./task-rows";
import { createTaskStore } from "./task-store";

const TasksPanel = onDemand(async () => (await import("./tasks-panel")).TasksPanel);
const BoardPanel = onDemand(async () => (await import("./board-panel")).BoardPanel);
const TasksBar = onDemand(async () => (await import("./tasks-bar")).TasksHeading);

/** How long the window has stood before tasks are counted, in milliseconds. */
const QUIET_START = 2_000;

export function installTasks(app: App): void {
  const store = createTaskStore(app, () => app.contexts.get("tasksShown") === true);
  const actions = makeTaskActions(app, store);
  const found = createFound(app, actions, () => store.load());
  let focusList: (() => void) | undefined;
  /** Whether the focus was given before the panel was there, which is read on demand. */
  let isAwaited = false;
  const onReady = (focus: (() => void) | undefined): void => {
    focusList = focus;
    // It is put into the page after it is made.
    if (isAwaited && focus) queueMicrotask(focus);
    isAwaited = false;
  };
  const show = (): void => app.showSidebar("tasks");
  const boardPanel = () => app.workbench.find(BOARD) as Panel<BoardState> | undefined;
  const board = createBoardStore(
    app,
    () => boardPanel()?.state().lanes,
    () => boardPanel()?.visible() ?? false,
  );
  app.workbench.registerPanel<BoardState>({
    kind: BOARD,
    area: "center",
    render: (panel) => <BoardPanel app={app} store={board} actions={actions} panel={panel} />,
  });
  const showBoard = (): void => void app.workbench.open<BoardState>(BOARD, BOARD, {}, "Board");
  const foundCommands = [
    { id: "tasks.adopt", title: "Tasks: Make a Task of the TODO Here", run: () => found.adoptHere() },
    {
      id: "tasks.found",
      title: "Tasks: Show What Is Found in Code",
      run: () => {
        show();
        if (!found.isOpen()) found.toggle();
      },
    },
  ];
  app.commands.register(
    [...taskCommands(actions, show), ...boardCommands(actions, showBoard), ...foundCommands],
    taskMenus,
  );
  app.addSidebar({
    id: "tasks",
    title: "Tasks",
    icon: (props) => <SquareCheck size={props.size ?? 18} aria-hidden="true" />,
    count: () => begun(store.list()).length || undefined,
    render: () => <TasksPanel app={app} store={store} actions={actions} found={found} onReady={onReady} />,
    focus: () => {
      if (focusList) focusList();
      else isAwaited = true;
    },
    actions: () => <TasksBar app={app} />,
  });
  app.addSidebarSection({
    view: "files",
    title: "In Progress",
    count: () => begun(store.list()).length,
    render: () => <InProgress tasks={begun(store.list())} actions={actions} />,
  });
  // The count in the rail is not worth the time of the start; whoever looks at the tasks reads them at once.
  const counting = setTimeout(() => {
    if (app.workspace() !== null && store.list() === undefined) void store.load();
  }, QUIET_START);
  onCleanup(() => clearTimeout(counting));
}
