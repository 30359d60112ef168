/** The log panel at the bottom. */
import "./log.css";
import type { App } from "../../kernel/app";
import { onDemand } from "../../ui/on-demand";
import { everything, type LogFilter } from "./log-reducer";
import { createLogStore } from "./log-store";

const LogPanel = onDemand(async () => (await import("./log-panel")).LogPanel);

const panelId = "log";

export function installLog(app: App): void {
  const store = createLogStore(app);
  app.workbench.registerPanel<LogFilter>({
    kind: "log",
    area: "bottom",
    render: (panel) => <LogPanel app={app} store={store} panel={panel} />,
  });
  app.commands.register([
    {
      id: "log.show",
      title: "View: Show Log",
      run: (wanted) => {
        const filter = { ...everything, ...(wanted as Partial<LogFilter> | undefined) };
        const open = app.workbench.open<LogFilter>("log", panelId, filter, "Log");
        if (wanted !== undefined) open.setState(filter);
      },
    },
  ]);
}
