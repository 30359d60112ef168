import { createSignal } from "solid-js";
import type { TaskList } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { followTasks } from "./task-changes";
import { usual, type ListFilter } from "./task-rows";

export interface TaskStore {
  list: () => TaskList | undefined;
  /** Why they could not be read. */
  fault: () => unknown;
  filter: () => ListFilter;
  choose: (part: Partial<ListFilter>) => void;
  load: () => Promise<void>;
}

/** The tasks as the page knows them. */
export function createTaskStore(app: App, isShown: () => boolean): TaskStore {
  const [list, setList] = createSignal<TaskList>();
  const [fault, setFault] = createSignal<unknown>();
  const [filter, setFilter] = createSignal(usual);
  // An answer to an older question is no answer.
  let question = 0;
  const load = async (): Promise<void> => {
    const asked = ++question;
    try {
      const found = await app.ipc.taskList({ group: filter().group });
      if (asked !== question) return;
      setList(found);
      setFault(undefined);
    } catch (thrown) {
      if (asked === question) setFault(thrown);
    }
  };
  followTasks(app, isShown, () => void load());
  return {
    list,
    fault,
    filter,
    choose: (part) => {
      const before = filter();
      setFilter({ ...before, ...part });
      if (filter().group !== before.group) void load();
    },
    load,
  };
}
