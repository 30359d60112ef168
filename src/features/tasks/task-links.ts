/** How many files and commands are linked to the tasks of a board. */
import { createEffect, createMemo, createSignal, on, onCleanup, untrack, type Accessor } from "solid-js";
import type { LinkCount, TaskInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { untilStarted } from "../../ui/after-start";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";

/** How long it has to be quiet before it is asked again, in milliseconds. */
const QUIET = 1_500;

/** What is linked to each of these tasks, once that is known. It is asked while somebody looks. */
export function createTaskLinks(
  app: App,
  tasks: Accessor<readonly TaskInfo[]>,
  isShown: Accessor<boolean>,
): (task: TaskInfo) => LinkCount | undefined {
  const refOf = ({ id }: TaskInfo): string => (id === null ? "" : `task:${id}`);
  const refs = createMemo(() => tasks().map(refOf).filter(Boolean));
  const [counts, setCounts] = createSignal<ReadonlyMap<string, LinkCount>>(new Map());
  let question = 0;
  let isBehind = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const load = async (): Promise<void> => {
    const of = untrack(refs);
    if (of.length === 0) return;
    const asked = ++question;
    isBehind = false;
    try {
      const { rows } = await app.ipc.linkCounts({ of });
      if (asked === question) setCounts(new Map(rows.map((row) => [row.ref, row])));
    } catch {
      // A board without counts is a board; what cannot be read is told where links are looked at.
      if (asked === question) setCounts(new Map());
    }
  };
  const soon = (wait: number): void => {
    isBehind = true;
    clearTimeout(timer);
    if (untrack(isShown)) timer = setTimeout(() => void load(), Math.max(wait, untilStarted()));
  };
  const all = createMemo(() => refs().join("\n"));
  createEffect(on(all, () => soon(0)));
  createEffect(on(isShown, (looks) => looks && isBehind && soon(0)));
  for (const type of ["journalAppended", "runEnded", "filesChanged", "filesWritten", "ownerChanged"] as const)
    app.on(type, () => soon(QUIET));
  onCleanup(() => {
    clearTimeout(timer);
    question += 1;
  });
  return (task) => counts().get(refOf(task));
}

/** Counts in words, such as `3 files, 1 command`; nothing where there is nothing. */
export function linksInWords({ files, runs }: LinkCount): string {
  const words = [files > 0 ? counted(files, "file") : "", runs > 0 ? counted(runs, "command") : ""];
  return words.filter(Boolean).join(", ");
}

/** What is linked, by name, as far as it was told. */
export function linkNames({ files, runs, names }: LinkCount): string {
  const more = files + runs - names.length;
  return [...names.map(visibleText), ...(more > 0 ? [`${more} more`] : [])].join("\n");
}
