/** Tasks: one Markdown file each, as a list in the sidebar. */
import "./tasks.css";
import { createSignal } from "solid-js";
import SquareCheck from "lucide-solid/icons/square-check";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { makeTaskActions } from "./task-actions";
import { taskCommands, taskMenus } from "./task-commands";
import { begun } from "./task-rows";
import { createTaskStore } from "./task-store";

const TasksPanel = onDemand(async () => (await import("./tasks-panel")).TasksPanel);
const TasksBar = onDemand(async () => (await import("./tasks-bar")).TasksHeading);

export function installTasks(app: App): void {
  const store = createTaskStore(app, () => app.contexts.get("tasksShown") === true);
  const actions = makeTaskActions(app, store);
  const [focusList, setFocusList] = createSignal<() => void>();
  const show = (): void => app.showSidebar("tasks");
  app.commands.register(taskCommands(actions, show), taskMenus);
  app.addSidebar({
    id: "tasks",
    title: "Tasks",
    icon: (props) => <SquareCheck size={props.size ?? 18} aria-hidden="true" />,
    count: () => {
      const list = store.list();
      return list === undefined ? undefined : begun(list) || undefined;
    },
    render: () => (
      <TasksPanel app={app} store={store} actions={actions} onReady={(focus) => setFocusList(() => focus)} />
    ),
    focus: () => focusList()?.(),
    actions: () => <TasksBar app={app} />,
  });
  void store.load();
}
