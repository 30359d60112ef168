/** The list of tasks as rows: groups, and the tasks in them. */
import type { TaskBy, TaskInfo, TaskList } from "../../ipc/bindings";

export interface GroupRow {
  type: "group";
  key: string;
  /** What its tasks have in common. */
  name: string;
  count: number;
}

export interface TaskRow {
  type: "task";
  key: string;
  group: string;
  task: TaskInfo;
}

export type Row = GroupRow | TaskRow;

export interface ListFilter {
  text: string;
  ready: boolean;
  group: TaskBy;
}

export const usual: ListFilter = { text: "", ready: false, group: "status" };

export const groupings: readonly { value: TaskBy; title: string }[] = [
  { value: "status", title: "Status" },
  { value: "label", title: "Label" },
  { value: "priority", title: "Priority" },
  { value: "assignee", title: "Assignee" },
  { value: "milestone", title: "Milestone" },
  { value: "parent", title: "Parent" },
];

const without: Record<TaskBy, string> = {
  status: "No status",
  label: "No label",
  priority: "No priority",
  assignee: "Nobody",
  milestone: "No milestone",
  parent: "No parent",
};

/** What a group or a lane is called. */
export const groupName = (name: string | null, by: TaskBy): string => name ?? without[by];

/** Whether a task has all words, each somewhere in what it says of itself. */
export function hasWords(task: TaskInfo, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const { id, title, status, priority, milestone, branch, labels, assignees } = task;
  const said = [id, title, status, priority, milestone, branch, ...labels, ...assignees]
    .filter((part) => part !== null)
    .join("\n")
    .toLowerCase();
  return words.every((word) => said.includes(word));
}

/** The rows that pass the filter. A closed group keeps its row and its count. */
export function rowsOf(list: TaskList, filter: ListFilter, closed: ReadonlySet<string>): Row[] {
  const passing = new Map(
    list.tasks
      .filter((task) => (!filter.ready || task.ready) && hasWords(task, filter.text))
      .map((task) => [task.path, task]),
  );
  return list.groups.flatMap(({ name, paths }): Row[] => {
    const tasks = paths.flatMap((path) => passing.get(path) ?? []);
    if (tasks.length === 0) return [];
    const key = JSON.stringify(name);
    const head: GroupRow = { type: "group", key, name: groupName(name, filter.group), count: tasks.length };
    if (closed.has(key)) return [head];
    const rows = tasks.map((task): TaskRow => ({
      type: "task",
      key: `${key}:${task.path}`,
      group: key,
      task,
    }));
    return [head, ...rows];
  });
}

/** The tasks that are begun: they stand neither in the first nor in the last column. */
export function begun(list: Pick<TaskList, "tasks" | "statuses"> | undefined): TaskInfo[] {
  const [first] = list?.statuses ?? [];
  return list?.tasks.filter(({ status, done }) => !done && status !== first) ?? [];
}

/** A task by its id and title, as sentences name it. */
export const taskName = ({ id, title }: TaskInfo): string => (id === null ? title : `${id} ${title}`);
