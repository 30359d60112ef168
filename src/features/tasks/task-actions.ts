/** What is done to tasks, from the list and from the board. */
import { createSignal } from "solid-js";
import type { TaskCreateParams, TaskEdited, TaskInfo, TaskProblem } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { counted } from "../../ui/counted";
import { taskName } from "./task-rows";
import type { TaskStore } from "./task-store";

/** The list or the board: whichever had the focus last. */
export interface Surface {
  /** The task that the cursor stands on. */
  task: () => TaskInfo | undefined;
  /** The column that a new task goes to; the folder's usual one without it. */
  status?: () => string | undefined;
  /** The lane that it goes to, by its name and by what a task says in it. */
  lane?: () => { name: string; fields: Partial<TaskCreateParams> } | undefined;
  /** Shows a task that is new. */
  reveal: (path: string) => void;
  focusFilter: () => void;
  /** Moves the card under the cursor by columns and places. */
  move?: (columns: number, places: number) => void;
  /** Moves that card to another lane of its column. */
  moveLane?: (lanes: number) => void;
  /** Gives a task another status in a way that can be taken back. */
  toStatus?: (path: string, status: string) => Promise<void>;
  /** Takes the last move back. */
  undoMove?: () => void;
  /** Reads again after a change. */
  load: () => Promise<void>;
}

export interface TaskActions {
  surface: () => Surface | undefined;
  /** Says that a surface has the focus. */
  enter: (surface: Surface) => void;
  /** Says that a surface is gone. */
  leave: (surface: Surface) => void;
  open: (path: string, options?: { preview?: boolean; line?: number }) => Promise<void>;
  /** Asks for a title; the cursor says where the task goes to, unless a status is given. */
  create: (status?: string) => Promise<void>;
  setStatus: (task: TaskInfo, status: string) => Promise<void>;
  setDone: (task: TaskInfo) => Promise<void>;
  chooseStatus: (task: TaskInfo) => Promise<void>;
  nextReady: () => Promise<void>;
  showProblems: () => Promise<void>;
}

export function makeTaskActions(app: App, store: TaskStore): TaskActions {
  const [surface, setSurface] = createSignal<Surface>();
  const tell = ({ notices }: TaskEdited): void => {
    for (const message of notices) app.notify({ level: "info", message });
  };
  const reload = async (): Promise<void> => {
    await Promise.all([store.load(), surface()?.load()]);
  };
  const statuses = async (): Promise<string[]> => {
    if (store.list() === undefined) await store.load();
    const known = store.list();
    if (known === undefined) throw store.fault();
    return known.statuses;
  };
  const open: TaskActions["open"] = (path, { preview = false, line } = {}) =>
    app.commands.run("editor.openFile", {
      path: { path },
      ...(line === undefined ? {} : { line }),
      preview,
      focus: !preview,
    });
  const setStatus = async (task: TaskInfo, status: string): Promise<void> => {
    if (task.status === status) return;
    const toStatus = surface()?.toStatus;
    if (toStatus && surface()?.task()?.path === task.path) {
      await toStatus(task.path, status);
      return store.load();
    }
    tell(await app.ipc.taskEdit({ id: task.path, status }));
    await reload();
  };
  const repair = async (): Promise<void> => {
    const plan = await app.ipc.taskRepair({ dryRun: true });
    if (plan.renumbered.length === 0) {
      app.notify({ level: "info", message: "No id belongs to two tasks.", hint: plan.notices.join(" ") });
      return;
    }
    const answer = await app.dialogs.ask({
      title: "Repair Ids",
      message: "The younger task of each id gets a new one. Its old id stays as an alias.",
      list: plan.renumbered.map(({ from, to, oldPath }) => `${from} → ${to}: ${oldPath}`),
      answers: [
        { id: "repair", title: "Repair" },
        { id: "cancel", title: "Cancel" },
      ],
      cancel: "cancel",
    });
    if (answer !== "repair") return;
    const done = await app.ipc.taskRepair({});
    const open = done.links.filter((link) => !link.done);
    const links = open.map(({ path, line }) => `${path}:${line}`).join(", ");
    app.notify({
      level: done.notices.length > 0 ? "warn" : "info",
      message: `${counted(done.renumbered.length, "task has", "tasks have")} a new id.`,
      hint: [...done.notices, open.length > 0 ? `Links to look at: ${links}.` : ""].filter(Boolean).join(" "),
    });
    await reload();
  };
  return {
    surface,
    enter: (entered) => void setSurface(entered),
    leave: (left) => void setSurface((now) => (now === left ? undefined : now)),
    open,
    create: async (wanted) => {
      const at = surface();
      const status = wanted ?? at?.status?.();
      // The head of a column is that of all its lanes.
      const lane = wanted === undefined ? at?.lane?.() : undefined;
      const place = [status, lane?.name].filter((name) => name !== undefined).join(", ");
      const title = await app.dialogs.input({
        title: place === "" ? "New Task" : `New Task in ${place}`,
        placeholder: "What is to be done",
        validate: (text) => (text.trim() === "" ? "A task has a title." : undefined),
      });
      if (title === undefined) return;
      const made = await app.ipc.taskCreate({
        title: title.trim(),
        ...(status === undefined ? {} : { status }),
        ...lane?.fields,
      });
      tell(made);
      await reload();
      at?.reveal(made.task.path);
    },
    setStatus,
    setDone: async (task) => {
      const last = (await statuses()).at(-1);
      if (last !== undefined && !task.done) await setStatus(task, last);
    },
    chooseStatus: async (task) => {
      const items = (await statuses()).map((status) => ({ id: status, title: status }));
      const chosen = await app.dialogs.pick({ title: `Status of ${taskName(task)}`, items });
      if (chosen) await setStatus(task, chosen.id);
    },
    nextReady: async () => {
      const [next] = (await app.ipc.taskReady({})).tasks;
      if (next) return open(next.path);
      app.notify({
        level: "info",
        message: "No task can be begun.",
        hint: "A task is ready when it is open and nothing that it depends on is.",
      });
    },
    showProblems: async () => {
      const problems = store.list()?.problems ?? [];
      const items = problems.map((problem, at) => ({ id: String(at), title: problem.message }));
      const twice = problems.some(({ kind }) => kind === "duplicateId");
      const chosen = await app.dialogs.pick({
        title: "Problems of Tasks",
        wordy: true,
        items: twice ? [{ id: "repair", title: "Repair ids that two tasks have…" }, ...items] : items,
      });
      if (chosen?.id === "repair") return repair();
      const problem: TaskProblem | undefined = chosen && problems[Number(chosen.id)];
      const [path] = problem?.paths ?? [];
      if (path !== undefined) await open(path, problem?.line ? { line: problem.line } : {});
    },
  };
}
