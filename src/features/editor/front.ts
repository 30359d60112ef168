/** The file in front, as views beside the editors follow it. */
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";

/** The file of the panel in front of the centre, whichever way it is shown; reactive. */
export function frontPath(app: App): WirePath | undefined {
  const state = app.workbench.active("center")?.state();
  if (typeof state !== "object" || state === null || !("path" in state)) return undefined;
  const { path } = state as { path: WirePath | null | undefined };
  return typeof path?.path === "string" ? path : undefined;
}

/** The line of the cursor in the editor in front, from 1; reactive. */
export function frontLine(app: App): number | undefined {
  return editorOf(app)?.activeHost()?.cursor().line;
}

/** Changes when the text in front was begun to be edited, and when it was written; reactive. */
export function frontChanged(app: App): boolean | undefined {
  return editorOf(app)?.activeTab()?.document()?.info().dirty;
}
