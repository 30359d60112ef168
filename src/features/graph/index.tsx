/** The graph: what is linked with a thing, as a picture and as a list. */
import "./graph.css";
import Waypoints from "lucide-solid/icons/waypoints";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { GRAPH, graphCommands, graphMenus } from "./graph-commands";
import type { GraphState } from "./graph-model";
import { createLately } from "./lately";

const GraphPanel = onDemand(async () => (await import("./graph-panel")).GraphPanel);
const GraphSidebar = onDemand(async () => (await import("./graph-sidebar")).GraphSidebar);

export function installGraph(app: App): void {
  const lately = createLately(app);
  const { commands, show } = graphCommands(app, lately.add);
  let focusList: (() => void) | undefined;
  /** Whether the focus was given before the view was there, which is read on demand. */
  let isAwaited = false;
  app.workbench.registerPanel<GraphState>({
    kind: GRAPH,
    area: "center",
    render: (panel) => <GraphPanel app={app} panel={panel} />,
  });
  app.commands.register(commands, graphMenus);
  app.addSidebar({
    id: GRAPH,
    title: "Graph",
    icon: (props) => <Waypoints size={props.size ?? 18} aria-hidden="true" />,
    render: () => (
      <GraphSidebar
        app={app}
        lately={lately.all()}
        onShow={show}
        onReady={(focus) => {
          focusList = focus;
          if (isAwaited && focus) queueMicrotask(focus);
          isAwaited = false;
        }}
      />
    ),
    focus: () => {
      if (focusList) focusList();
      else isAwaited = true;
    },
  });
}
