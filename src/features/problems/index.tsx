/** What compilers, linters and tests complained about in terminals: a panel, marks, and the way from one to the next. */
import "./problems.css";
import { createEffect } from "solid-js";
import type { ProblemInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { cursorPlace, showProblems } from "../editor";
import { filterProblems, lineOf, neighbour } from "./problem-rows";
import { createProblemsStore } from "./problems-store";
import { ProblemsItem } from "./problems-item";

const ProblemsPanel = onDemand(async () => (await import("./problems-panel")).ProblemsPanel);

/** What of the panel comes back after a restart. */
export interface ProblemsState {
  filter?: string;
}

const PANEL = "problems";

export function openProblem(app: App, problem: ProblemInfo, focus = true): Promise<void> {
  const { path, line, column, endColumn } = problem;
  const length = column !== null && endColumn !== null ? { length: endColumn - column } : {};
  const place = { line, ...(column === null ? {} : { character: column }), ...length };
  return app.commands.run("editor.openFile", { path, ...place, preview: !focus, focus });
}

export function installProblems(app: App): void {
  const store = createProblemsStore(app);
  app.workbench.registerPanel<ProblemsState>({
    kind: PANEL,
    area: "bottom",
    render: (panel) => <ProblemsPanel app={app} store={store} panel={panel} />,
  });
  createEffect(() => showProblems(app, store.of()));
  app.addStatus({
    id: "problems",
    side: "left",
    order: 15,
    render: () => <ProblemsItem app={app} counts={store.counts} />,
  });
  const go = async (by: 1 | -1): Promise<void> => {
    const next = neighbour(store.problems(), cursorPlace(app), by);
    if (next) return openProblem(app, next);
    app.notify({
      level: "info",
      message: "No problem is known.",
      hint: "Run a script, or a compiler or test in a terminal.",
    });
  };
  const some = (): boolean => store.problems().length > 0;
  app.commands.register(
    [
      {
        id: "problems.show",
        title: "View: Show Problems",
        run: () => void app.workbench.open<ProblemsState>(PANEL, PANEL, {}, "Problems"),
      },
      { id: "problems.next", title: "Go: Next Problem", run: () => go(1) },
      { id: "problems.previous", title: "Go: Previous Problem", run: () => go(-1) },
      {
        id: "problems.copy",
        title: "Problems: Copy All",
        enabled: some,
        run: async (filter) => {
          const shown = filterProblems(store.problems(), typeof filter === "string" ? filter : "");
          await app.ipc.clipboardWrite({ text: shown.map(lineOf).join("\n") });
          const what = shown.length === 1 ? "1 problem is" : `${shown.length} problems are`;
          app.notify({ level: "info", message: `${what} in the clipboard.` });
        },
      },
      {
        id: "problems.clear",
        title: "Problems: Clear",
        enabled: some,
        run: async () => void (await app.ipc.problemClear({})),
      },
    ],
    [
      { menu: "menubar.view", group: "3", command: "problems.show", title: "Problems" },
      { menu: "menubar.go", group: "5", command: "problems.next", title: "Next Problem" },
      { menu: "menubar.go", group: "5", command: "problems.previous", title: "Previous Problem" },
    ],
  );
}
