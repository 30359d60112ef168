/** The order of a column where nobody said a place, as the core has it. Pure. */
import type { TaskInfo } from "../../ipc/bindings";

const priorities = ["high", "medium", "low"];
const natural = new Intl.Collator("en", { numeric: true });

function urgency({ priority }: TaskInfo): number {
  if (priority === null) return priorities.length + 1;
  const at = priorities.indexOf(priority.toLowerCase());
  return at < 0 ? priorities.length : at;
}

function lastIfNone<T>(a: T | null, b: T | null, order: (a: T, b: T) => number): number {
  if (a !== null && b !== null) return order(a, b);
  return Number(a === null) - Number(b === null);
}

/** Negative where `a` stands above `b`. A folder may have priorities of its own, which only the core knows. */
export function inColumn(a: TaskInfo, b: TaskInfo): number {
  return (
    lastIfNone(a.ordinal, b.ordinal, (x, y) => x - y) ||
    urgency(a) - urgency(b) ||
    lastIfNone(a.due, b.due, (x, y) => (x < y ? -1 : x > y ? 1 : 0)) ||
    lastIfNone(a.id, b.id, (x, y) => natural.compare(x, y)) ||
    natural.compare(a.path, b.path)
  );
}
