/** What of a card has room, by rough widths: measuring each text takes longer than drawing it. Pure. */
import type { LinkCount, TaskInfo } from "../../ipc/bindings";
import { criteriaOf, waitsFor } from "./task-words";

/** Pixels of a letter in a title and in a label, and of what a label has around it. */
const LETTER = 6.4;
const SMALL = 6;
const AROUND = 16;
/** Pixels of a card beside its text. */
const PADDING = 34;
/** Room for how many labels there are besides. */
const MORE = 28;

/** How many labels of a task have room beside its priority in a column of this width; one at least. */
export function labelsThatFit({ labels, priority }: TaskInfo, column: number): number {
  let room = column - PADDING - (priority === null ? 0 : priority.length * SMALL + 6);
  for (const [index, label] of labels.entries()) {
    room -= label.length * SMALL + AROUND;
    if (room < (index === labels.length - 1 ? 0 : MORE)) return Math.max(1, index);
  }
  return labels.length;
}

/** How many lines a title may have: a third one where one of the lines below it is empty. */
export function titleLines(task: TaskInfo, links: LinkCount | undefined): 2 | 3 {
  const hasWords = task.priority !== null || task.labels.length > 0;
  const isLinked = links !== undefined && links.files + links.runs > 0;
  const hasDue = task.due !== null && !task.done;
  const facts = [criteriaOf(task), waitsFor(task), task.suggestedStatus, task.branch];
  const hasFacts = isLinked || hasDue || facts.some((fact) => fact !== undefined && fact !== null);
  return hasWords && hasFacts ? 2 : 3;
}

/** Whether a title may be longer than its lines, so that it has to be read elsewhere. */
export function isCut({ id, title }: TaskInfo, lines: number, column: number): boolean {
  const length = title.length + (id === null ? 0 : id.length + 1);
  // Words do not fill their lines.
  return length * LETTER > (column - PADDING) * lines * 0.85;
}
