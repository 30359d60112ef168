/** `#` and `@` of quick open: symbols of the folder and of the file in front. */
import type { WirePath } from "../../ipc/bindings";
import type { App, QuickProvider } from "../../kernel/app";
import { indexState } from "../index-status";
import { openSymbol } from "./symbol-commands";
import { outlineItems, workspaceItem } from "./symbol-rows";

const most = 200;

export function workspaceProvider(app: App): QuickProvider {
  return {
    prefix: "#",
    title: "Symbols of the folder",
    about: () => unfinished(app),
    search: async (query) => {
      const rows = await app.ipc.symbolsFind({ query, limit: most });
      return rows.map((row) => workspaceItem(row, query, () => openSymbol(app, row)));
    },
  };
}

export function outlineProvider(app: App): QuickProvider {
  return {
    prefix: "@",
    title: "Symbols of this file",
    search: async (query) => {
      const path = activePath(app);
      if (!path) return [];
      return outlineItems(await app.ipc.symbolsOutline({ path }), query, (row) => openSymbol(app, row));
    },
  };
}

/** What to say while names may be missing. */
export function unfinished(app: App): string | undefined {
  const state = indexState(app);
  return state === "ready" || state === undefined
    ? undefined
    : "The index is not done yet, so that names may be missing.";
}

/** The file in front, if it is one. */
export function activePath(app: App): WirePath | undefined {
  const panel = app.workbench.active("center");
  const state = panel?.kind === "editor" ? (panel.state() as { path: WirePath | null }) : undefined;
  return state?.path ?? undefined;
}
