/** Marks in code and notes, TODO and FIXME, which may become tasks. */
import { createSignal } from "solid-js";
import type { TaskCandidate } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { counted } from "../../ui/counted";
import { cursorPlace } from "../editor";
import type { TaskActions } from "./task-actions";
import { taskName } from "./task-rows";

export interface Found {
  isOpen: () => boolean;
  toggle: () => void;
  /** Nothing until they were looked for. */
  marks: () => TaskCandidate[] | undefined;
  fault: () => unknown;
  load: () => Promise<void>;
  /** Makes a task of a mark. */
  adopt: (mark: Pick<TaskCandidate, "path" | "line">) => Promise<void>;
  go: (mark: TaskCandidate, preview: boolean) => void;
  /** Makes a task of the mark in the line of the cursor. */
  adoptHere: () => Promise<void>;
}

export function createFound(app: App, actions: TaskActions, changed: () => Promise<void>): Found {
  const [isOpen, setOpen] = createSignal(false);
  const [marks, setMarks] = createSignal<TaskCandidate[]>();
  const [fault, setFault] = createSignal<unknown>();
  let question = 0;
  const load = async (): Promise<void> => {
    const asked = ++question;
    try {
      const { candidates, problems } = await app.ipc.taskCandidates({});
      if (asked !== question) return;
      setMarks(candidates);
      setFault(undefined);
      const [first, ...more] = problems;
      if (first !== undefined) {
        const hint = more.length > 0 ? `And ${counted(more.length, "other place")}.` : undefined;
        app.notify({ level: "warn", message: first, ...(hint ? { hint } : {}) });
      }
    } catch (thrown) {
      if (asked === question) setFault(thrown);
    }
  };
  const adopt: Found["adopt"] = async ({ path, line }) => {
    const { task, notices } = await app.ipc.taskAdopt({ path, line });
    app.notify({
      level: "info",
      message: `The mark is ${taskName(task)} now.`,
      ...(notices.length > 0 ? { hint: notices.join(" ") } : {}),
      actions: [{ title: "Open", run: () => actions.open(task.path) }],
    });
    await Promise.all([changed(), isOpen() ? load() : undefined]);
  };
  return {
    isOpen,
    toggle: () => {
      setOpen((open) => !open);
      // Looking through every file is worth it only for somebody who looks at them.
      if (isOpen()) void load();
    },
    marks,
    fault,
    load,
    adopt,
    go: ({ path, line, column }, preview) =>
      void app.commands.run("editor.openFile", { path, line, column, preview, focus: !preview }),
    adoptHere: async () => {
      const place = cursorPlace(app);
      if (place) return adopt(place);
      app.notify({ level: "info", message: "No file is open whose mark could become a task." });
    },
  };
}
