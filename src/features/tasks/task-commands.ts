import type { TaskInfo } from "../../ipc/bindings";
import type { Command, MenuItem } from "../../kernel/app";
import type { TaskActions } from "./task-actions";

export const MENU = "task.context";

const isTask = (target: unknown): target is TaskInfo =>
  typeof target === "object" && target !== null && "dependsOn" in target && "path" in target;

/** The commands of one task act on what was clicked, else on the one that the cursor stands on. */
export function taskCommands(actions: TaskActions, show: () => void): Command[] {
  const current = (): TaskInfo | undefined => actions.surface()?.task();
  const onTask = (verb: string, title: string, run: (task: TaskInfo) => Promise<void>): Command => ({
    id: `tasks.${verb}`,
    title: `Tasks: ${title}`,
    enabled: () => current() !== undefined,
    run: async (target) => {
      const task = isTask(target) ? target : current();
      if (task) await run(task);
    },
  });
  return [
    {
      id: "tasks.new",
      title: "Tasks: New Task",
      run: (status) => actions.create(typeof status === "string" ? status : undefined),
    },
    { id: "tasks.show", title: "Tasks: Show Tasks", run: show },
    { id: "tasks.nextReady", title: "Tasks: Next Ready Task", run: () => actions.nextReady() },
    { id: "tasks.problems", title: "Tasks: Show Problems", run: () => actions.showProblems() },
    {
      id: "tasks.filter",
      title: "Tasks: Filter",
      enabled: () => actions.surface() !== undefined,
      run: () => actions.surface()?.focusFilter(),
    },
    onTask("open", "Open", (task) => actions.open(task.path)),
    onTask("done", "Set Done", (task) => actions.setDone(task)),
    onTask("status", "Choose Status…", (task) => actions.chooseStatus(task)),
  ];
}

export const taskMenus: MenuItem[] = [
  { menu: MENU, group: "1_open", command: "tasks.open", title: "Open", when: isTask },
  {
    menu: MENU,
    group: "2_status",
    command: "tasks.done",
    title: "Set Done",
    when: (target) => isTask(target) && !target.done,
  },
  { menu: MENU, group: "2_status", command: "tasks.status", title: "Choose Status…", when: isTask },
  { menu: MENU, group: "3_new", command: "tasks.new", title: "New Task…" },
  { menu: "menubar.view", group: "3_places", command: "tasks.show", title: "Tasks" },
  { menu: "menubar.view", group: "3_places", command: "tasks.board", title: "Task Board" },
];
