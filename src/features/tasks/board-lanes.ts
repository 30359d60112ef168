/** What lanes stand for: what a task says there, and what it says in another lane. Pure. */
import type { TaskBoard, TaskBy, TaskCreateParams, TaskInfo, TaskLaneMove } from "../../ipc/bindings";

/** All that a task says in a field. */
export function valuesOf(task: TaskInfo, by: TaskBy): string[] {
  if (by === "label") return task.labels;
  if (by === "assignee") return task.assignees;
  const value = task[by];
  return value === null ? [] : [value];
}

/** The task with something else in a field. */
export function withValues(task: TaskInfo, by: TaskBy, values: string[]): TaskInfo {
  if (by === "label") return { ...task, labels: values };
  if (by === "assignee") return { ...task, assignees: values };
  const [value] = values;
  return { ...task, [by]: value ?? (by === "status" ? task.status : null) };
}

/** Lanes take no heed of case, nor of the sign before a person's name. */
const keyOf = (value: string, by: TaskBy): string =>
  (by === "assignee" ? value.replace(/^@+/, "") : value).toLowerCase();

/** Whether a task with these values stands in a lane. */
export function standsIn(values: string[], lane: string | null, by: TaskBy): boolean {
  if (lane === null) return values.length === 0;
  return values.some((value) => keyOf(value, by) === keyOf(lane, by));
}

/** The value of a lane as the tasks in it write it. */
function written(board: TaskBoard, lane: string, by: TaskBy): string {
  const all = board.tasks.flatMap((task) => valuesOf(task, by));
  return all.find((value) => keyOf(value, by) === keyOf(lane, by)) ?? lane;
}

/**
 * What changes when a task goes from one lane to another: the value of the one becomes that of the other, and
 * the others stay. The lane of those that say nothing takes all values away.
 */
export function laneMove(
  board: TaskBoard,
  task: TaskInfo,
  by: TaskBy,
  from: string | null,
  to: string | null,
): TaskLaneMove {
  const was = valuesOf(task, by);
  if (to === null) return { by, was, values: [] };
  const value = written(board, to, by);
  if (by !== "label" && by !== "assignee") return { by, was, values: [value] };
  const isFrom = (one: string): boolean => from !== null && keyOf(one, by) === keyOf(from, by);
  const hasIt = standsIn(was, to, by);
  const values = was.flatMap((one) => (!isFrom(one) ? [one] : hasIt ? [] : [value]));
  return { by, was, values: standsIn(values, to, by) ? values : [...values, value] };
}

/** What a new task says, so that it stands in a lane. */
export function fieldsOf(board: TaskBoard, by: TaskBy, lane: string | null): Partial<TaskCreateParams> {
  if (lane === null || by === "status") return {};
  const value = written(board, lane, by);
  if (by === "label") return { labels: [value] };
  return by === "assignee" ? { assignees: [value] } : { [by]: value };
}
