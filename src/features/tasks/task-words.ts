/** What of a task is said beside its title. */
import type { TaskInfo } from "../../ipc/bindings";
import { relativeTime } from "../../ui/relative-time";

const dayMs = 86_400_000;
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });

export interface Due {
  /** Such as `in 3 days`; the text of the file where it is no day. */
  text: string;
  /** The day in full. */
  exact: string;
  late: boolean;
}

/** When a task is due; `now` is in milliseconds since 1970. */
export function dueOf(due: string, now: number): Due {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})/.exec(due) ?? [];
  if (year === undefined || month === undefined || day === undefined)
    return { text: due, exact: due, late: false };
  const at = new Date(Number(year), Number(month) - 1, Number(day));
  const today = new Date(now);
  today.setHours(0, 0, 0, 0);
  const days = Math.round((at.getTime() - today.getTime()) / dayMs);
  const text = days === 0 ? "today" : relativeTime(now + days * dayMs, now);
  return { text, exact: exact.format(at), late: days < 0 };
}

/** Why a task cannot be begun; nothing for one that can, or that is done. */
export function waitsFor(task: TaskInfo): string | undefined {
  if (task.done || task.ready) return undefined;
  if (task.inCircle) return "waits for itself";
  const ids = [...task.blockedBy, ...task.unknownDependencies];
  return ids.length === 0 ? undefined : `waits for ${ids.join(", ")}`;
}

/** What a task waits for by name, a line each; `titleOf` knows the tasks. */
export function blockersOf(task: TaskInfo, titleOf: (id: string) => string | undefined): string {
  const open = task.blockedBy.map((id) => `${id} ${titleOf(id) ?? ""}`.trim());
  return [...open, ...task.unknownDependencies.map((id) => `${id} is no task`)].join("\n");
}

/** How many criteria hold, such as `1/3`. */
export function criteriaOf({ criteria }: TaskInfo): string | undefined {
  return criteria.length === 0
    ? undefined
    : `${criteria.filter(({ done }) => done).length}/${criteria.length}`;
}

/** All that a row or a card shows, in words. */
export function fullName(task: TaskInfo, now: number): string {
  const criteria = criteriaOf(task)?.replace("/", " of ");
  const due = task.due === null || task.done ? undefined : dueOf(task.due, now);
  return [
    task.id === null ? task.title : `${task.id} ${task.title}`,
    task.status,
    task.labels.length > 0 && `labels ${task.labels.join(", ")}`,
    task.priority !== null && `priority ${task.priority}`,
    due && `due ${due.text}, ${due.exact}`,
    criteria !== undefined && `${criteria} criteria done`,
    task.branch !== null && `branch ${task.branch}`,
    waitsFor(task),
  ]
    .filter(Boolean)
    .join(", ");
}
