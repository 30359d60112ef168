import type { WirePath } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import type { TimelineTarget } from "./timeline-words";

/** Goes where an event leads: the file, the terminal, the commit, the log. */
export function goTo(app: App, target: TimelineTarget | undefined): void {
  switch (target?.type) {
    case "file":
      void app.commands.run("editor.openFile", { path: target.path, preview: true });
      return;
    case "terminal": {
      const shown = app.workbench.panels("terminal").find((panel) => idOf(panel) === target.id);
      if (shown) shown.focus();
      else app.notify({ level: "info", message: "That terminal is no longer open." });
      return;
    }
    case "run":
      void app.commands.run("links.open", target.ref);
      return;
    case "commit":
      void app.commands.run("links.open", `commit:${target.hash}`);
      return;
    case "log":
      void app.commands.run("log.show");
      return;
    case undefined:
  }
}

function idOf(panel: Panel): unknown {
  const state = panel.state();
  return typeof state === "object" && state !== null && "id" in state ? state.id : undefined;
}

/** The path in the state of an editor's panel, if there is one. */
export function pathOf(state: unknown): WirePath | undefined {
  if (typeof state !== "object" || state === null || !("path" in state)) return undefined;
  const { path } = state;
  return typeof path === "object" && path !== null && "path" in path ? (path as WirePath) : undefined;
}

/** The file whose tab is in front; reactive. */
export function fileInFront(app: App): WirePath | undefined {
  return pathOf(app.workbench.active("center")?.state());
}
