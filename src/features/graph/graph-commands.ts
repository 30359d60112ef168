import type { App, Command, MenuItem, Panel } from "../../kernel/app";
import { around, type GraphState } from "./graph-model";
import { findMeant, type Meant } from "./what-in-front";

/** The panel's kind, and its id: there is one graph, which walks from thing to thing. */
export const GRAPH = "graph";

export interface GraphCommands {
  commands: Command[];
  /** Brings the graph forward, around something where that is given. */
  show: (meant?: Meant) => void;
}

export function graphCommands(app: App, onShown: (meant: Meant) => void): GraphCommands {
  const show = (meant?: Meant): void => {
    const open = app.workbench.find(GRAPH) as Panel<GraphState> | undefined;
    const state = open?.state() ?? {};
    const next = meant ? around(state, meant.of, meant.name) : state;
    if (meant) onShown(meant);
    const panel = app.workbench.open<GraphState>(GRAPH, GRAPH, next, "Graph");
    if (panel.state() !== next) panel.setState(next);
  };
  const commands: Command[] = [
    {
      id: "graph.open",
      title: "Graph: Open",
      run: async () => show(app.workbench.find(GRAPH) ? undefined : await findMeant(app, undefined)),
    },
    { id: "graph.show", title: "View: Show Graph", run: () => app.showSidebar(GRAPH) },
    {
      id: "graph.around",
      title: "Graph: Show Around This",
      run: async (target) => {
        const meant = await findMeant(app, target);
        if (meant) return show(meant);
        app.notify({
          level: "info",
          message: "Nothing is in front that a graph could be shown around.",
          hint: "Open a file, a note or a task, or choose a command in a terminal.",
        });
      },
    },
  ];
  return { commands, show };
}

const isFile = (target: unknown): boolean => {
  const entry = (target as { entry?: { kind?: unknown } } | undefined)?.entry;
  return entry !== undefined && entry.kind !== "folder";
};
const hasPath = (target: unknown): boolean => {
  const panel = target as Partial<Panel<{ path?: unknown } | undefined>> | undefined;
  return typeof panel?.state === "function" && Boolean(panel.state()?.path);
};

const item = (menu: string, group: string, when?: MenuItem["when"]): MenuItem => ({
  menu,
  group,
  command: "graph.around",
  title: "Show in Graph",
  ...(when ? { when } : {}),
});

export const graphMenus: MenuItem[] = [
  item("tab.context", "7_history", hasPath),
  item("tree.context", "6_history", isFile),
  item("editor.context", "6_path"),
  item("notes.context", "6_path"),
  item("task.context", "2_status"),
  item("runs.context", "6_path"),
  item("terminal.block", "5"),
  { menu: "menubar.view", group: "3_places", command: "graph.open", title: "Graph" },
];
