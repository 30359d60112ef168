import type { Area, PanelKind } from "../app";
import type { Dock } from "./dock";
import type { PanelRecord, StoredPanel } from "./panel-record";
import { panelIds, prune, withPanels, type StoredDock } from "./stored-layout";

export interface RestoreInto {
  kind: (name: string) => PanelKind | undefined;
  has: (id: string) => boolean;
  add: (kind: PanelKind, id: string, panel: StoredPanel) => void;
  drop: (id: string) => void;
}

/** Puts the panels back that still exist; a layout that cannot be drawn leaves the dock empty. */
export async function restoreDock(dock: Dock, stored: StoredDock, into: RestoreInto): Promise<void> {
  const found = await stillThere(dock, stored, into);
  const layout = prune(stored, new Set(found.map(({ id }) => id)));
  if (layout) draw(dock, layout, found, into);
}

/** Puts other panels in place of those that are open, but for those that stay. */
export async function swapDock(
  dock: Dock,
  stored: StoredDock | null,
  into: RestoreInto,
  open: () => PanelRecord[],
): Promise<void> {
  const wanted = stored ? await stillThere(dock, stored, into) : [];
  const staying = open().filter(
    (panel) => panel.dirty() || panel.of.fixed !== undefined || panel.of.stays?.(panel) === true,
  );
  const shown = new Set(staying.map((panel) => placeOf(panel.kind, panel.state())));
  const stays = new Set(staying.map(({ id }) => id));
  const found = wanted.filter(({ id, panel }) => {
    const place = placeOf(panel.kind, panel.state);
    return stays.has(id) || place === undefined || !shown.has(place);
  });
  const now: StoredDock = { grid: dock.save(), panels: {} };
  const layout = (stored && prune(stored, new Set(found.map(({ id }) => id)))) ?? prune(now, stays);
  if (layout) draw(dock, withPanels(layout, [...stays]) ?? layout, found, into);
  else dock.clear();
}

interface Found {
  id: string;
  panel: StoredPanel;
  kind: PanelKind;
}

async function stillThere(dock: Dock, stored: StoredDock, into: RestoreInto): Promise<Found[]> {
  const wanted = await Promise.all(
    panelIds(stored).map(async (id) => {
      const panel = stored.panels[id];
      const kind = panel && into.kind(panel.kind);
      if (!panel || !kind || kind.area !== dock.area) return undefined;
      const exists = (await kind.restore?.(id, panel.state)) ?? true;
      return exists ? { id, panel, kind } : undefined;
    }),
  );
  return wanted.filter((panel) => panel !== undefined);
}

function draw(
  dock: Dock,
  layout: NonNullable<ReturnType<typeof prune>>,
  found: Found[],
  into: RestoreInto,
): void {
  // What was opened while this was on its way has a record already; it keeps that.
  const added = found.filter(({ id }) => !into.has(id));
  for (const { id, kind, panel } of added) into.add(kind, id, panel);
  if (dock.load(layout)) return;
  for (const { id } of added) into.drop(id);
}

/** A dock as it is stored. */
export function saveDock(dock: Dock, record: (id: string) => PanelRecord | undefined): StoredDock {
  const grid = dock.save();
  const panels = Object.keys(grid.panels).flatMap((id) => {
    const panel = record(id);
    return panel ? [[id, panel.stored()] as const] : [];
  });
  return { grid, panels: Object.fromEntries(panels) };
}

/** Puts the panels of kinds that always stand in a dock where they are missing, behind the others. */
export function addFixed(
  docks: Record<Area, Dock>,
  kinds: Iterable<PanelKind>,
  record: (of: PanelKind, id: string, stored: StoredPanel) => PanelRecord,
  has: (id: string) => boolean,
): void {
  const fixed = [...kinds].flatMap((of) => (of.fixed ? [{ of, ...of.fixed }] : []));
  for (const { of, title } of fixed.sort((a, b) => a.order - b.order)) {
    if (has(of.kind)) continue;
    const dock = docks[of.area];
    const front = dock.activeId();
    const panel = record(of, of.kind, { kind: of.kind, state: {}, title, preview: false });
    dock.add(panel, { at: dock.api.activeGroup?.panels.length ?? 0 });
    dock.reveal(front ?? of.kind);
  }
}

/** What a panel shows, as far as two panels of a kind can show the same. */
function placeOf(kind: string, state: unknown): string | undefined {
  if (typeof state !== "object" || state === null || !("path" in state)) return undefined;
  return state.path === null ? undefined : JSON.stringify([kind, state.path]);
}

/** The panels with the states that they are to come back with. */
export function patched(
  dock: StoredDock | null,
  patch?: (kind: string, state: unknown) => unknown,
): StoredDock | null {
  if (!dock || !patch) return dock;
  const panels = Object.entries(dock.panels).map(([id, panel]) => [
    id,
    { ...panel, state: patch(panel.kind, panel.state) },
  ]);
  return { ...dock, panels: Object.fromEntries(panels) as StoredDock["panels"] };
}
