/** The file in front, as views beside the editors follow it. */
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";
import type { Place } from "./place";

/** The file of the panel in front of the centre, whichever way it is shown; reactive. */
export function frontPath(app: App): WirePath | undefined {
  const state = app.workbench.active("center")?.state();
  if (typeof state !== "object" || state === null || !("path" in state)) return undefined;
  const { path } = state as { path: WirePath | null | undefined };
  return typeof path?.path === "string" ? path : undefined;
}

/** Where the cursor of the editor in front stands; reactive. */
export function frontPlace(app: App): Place | undefined {
  return editorOf(app)?.activeHost()?.cursor();
}

/** Changes when the text in front was begun to be edited, and when it was written; reactive. */
export function frontChanged(app: App): boolean | undefined {
  return editorOf(app)?.activeTab()?.document()?.info().dirty;
}
