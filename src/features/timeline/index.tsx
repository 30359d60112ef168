/** The timeline: what happened in the workspace, in the sidebar. */
import "./timeline.css";
import Clock from "lucide-solid/icons/clock";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { createTimelineStore } from "./timeline-store";

const TimelinePanel = onDemand(async () => (await import("./timeline-panel")).TimelinePanel);

export function installTimeline(app: App): void {
  const store = createTimelineStore(app);
  app.commands.register(
    [
      { id: "timeline.show", title: "View: Show Timeline", run: () => app.showSidebar("timeline") },
      {
        id: "timeline.file",
        title: "Timeline: Show Only This File",
        run: (argument) => {
          const file = pathOf(argument) ?? pathOf(app.workbench.active("center")?.state());
          if (file) store.choose({ file });
          else app.notify({ level: "info", message: "No file is open whose events could be shown." });
          app.showSidebar("timeline");
        },
      },
    ],
    [{ menu: "editor.context", group: "6_path", command: "timeline.file", title: "Show in Timeline" }],
  );
  app.addSidebar({
    id: "timeline",
    title: "Timeline",
    icon: (props) => <Clock size={props.size ?? 18} aria-hidden="true" />,
    render: () => <TimelinePanel app={app} store={store} />,
  });
}

/** The path in the state of an editor's panel, if there is one. */
function pathOf(state: unknown): WirePath | undefined {
  if (typeof state !== "object" || state === null || !("path" in state)) return undefined;
  const { path } = state;
  return typeof path === "object" && path !== null && "path" in path ? (path as WirePath) : undefined;
}
