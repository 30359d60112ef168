import type { PanelKind } from "../app";
import type { Dock } from "./dock";
import type { StoredPanel } from "./panel-record";
import { panelIds, prune, type StoredDock } from "./stored-layout";

export interface RestoreInto {
  kind: (name: string) => PanelKind | undefined;
  has: (id: string) => boolean;
  add: (kind: PanelKind, id: string, panel: StoredPanel) => void;
  drop: (id: string) => void;
}

/** Puts the panels back that still exist; a layout that cannot be drawn leaves the dock empty. */
export async function restoreDock(dock: Dock, stored: StoredDock, into: RestoreInto): Promise<void> {
  const wanted = await Promise.all(
    panelIds(stored).map(async (id) => {
      const panel = stored.panels[id];
      const kind = panel && into.kind(panel.kind);
      if (!panel || !kind || kind.area !== dock.area) return undefined;
      const exists = (await kind.restore?.(id, panel.state)) ?? true;
      return exists ? { id, panel, kind } : undefined;
    }),
  );
  const found = wanted.filter((panel) => panel !== undefined);
  const layout = prune(stored, new Set(found.map(({ id }) => id)));
  if (!layout) return;
  // What was opened while this was on its way has a record already; it keeps that.
  const added = found.filter(({ id }) => !into.has(id));
  for (const { id, kind, panel } of added) into.add(kind, id, panel);
  if (dock.load(layout)) return;
  for (const { id } of added) into.drop(id);
}
