/** The timeline: what happened in the workspace, in the sidebar. */
import "./timeline.css";
import Clock from "lucide-solid/icons/clock";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { fileInFront, pathOf } from "./timeline-go";
import { usual } from "./timeline-reducer";
import { createTimelineStore } from "./timeline-store";

export { isRoutine } from "./timeline-reducer";
export { wordsOf as eventWords } from "./timeline-words";

const TimelinePanel = onDemand(async () => (await import("./timeline-panel")).TimelinePanel);

export function installTimeline(app: App): void {
  const store = createTimelineStore(app);
  app.commands.register(
    [
      { id: "timeline.show", title: "View: Show Timeline", run: () => app.showSidebar("timeline") },
      {
        id: "timeline.rules",
        title: "Timeline: Show Only Rules and What They Stopped",
        run: () => {
          store.choose({ ...usual, area: "rules" });
          app.showSidebar("timeline");
        },
      },
      {
        id: "timeline.file",
        title: "Timeline: Show Only This File",
        run: (argument) => {
          const file = pathOf(argument) ?? fileInFront(app);
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
