/** The window's layout as it is stored: read with care, because a file can hold anything. */
import type { SerializedDockview } from "dockview-core";
import type { StoredPanel } from "./panel-record";

export interface StoredDock {
  grid: SerializedDockview;
  panels: Record<string, StoredPanel>;
}

export interface StoredLayout {
  version: 1;
  center: StoredDock | null;
  bottom: StoredDock | null;
  right: StoredDock | null;
  /** `inside` is what each view keeps of itself, by its id. */
  sidebar: { shown: boolean; width: number; view: string | null; inside: Record<string, unknown> };
  bottomShown: boolean;
  bottomHeight: number;
  /** `null` until somebody opened or closed it: the width of the window says then. */
  rightShown: boolean | null;
  rightWidth: number;
  /** Commands that were run from the palette, the last one first. */
  recentCommands: string[];
}

export const defaultLayout: StoredLayout = {
  version: 1,
  center: null,
  bottom: null,
  right: null,
  sidebar: { shown: true, width: 248, view: null, inside: {} },
  bottomShown: false,
  bottomHeight: 250,
  rightShown: null,
  rightWidth: 320,
  recentCommands: [],
};

/** Reads a stored layout; whatever of it is broken is as in the default. */
export function readLayout(text: string | null): StoredLayout {
  const stored = parse(text);
  if (!isObject(stored) || stored["version"] !== 1) return defaultLayout;
  const sidebar = isObject(stored["sidebar"]) ? stored["sidebar"] : {};
  const recent = Array.isArray(stored["recentCommands"]) ? stored["recentCommands"] : [];
  return {
    version: 1,
    center: readDock(stored["center"]),
    bottom: readDock(stored["bottom"]),
    right: readDock(stored["right"]),
    sidebar: {
      shown: sidebar["shown"] !== false,
      width: within(sidebar["width"], 160, 800, defaultLayout.sidebar.width),
      view: typeof sidebar["view"] === "string" ? sidebar["view"] : null,
      inside: isObject(sidebar["inside"]) ? sidebar["inside"] : {},
    },
    bottomShown: stored["bottomShown"] === true,
    bottomHeight: within(stored["bottomHeight"], 80, 2_000, defaultLayout.bottomHeight),
    rightShown: typeof stored["rightShown"] === "boolean" ? stored["rightShown"] : null,
    rightWidth: within(stored["rightWidth"], 200, 800, defaultLayout.rightWidth),
    recentCommands: recent.filter((id) => typeof id === "string").slice(0, 50),
  };
}

function readDock(value: unknown): StoredDock | null {
  if (!isObject(value) || !isObject(value["panels"]) || !isObject(value["grid"])) return null;
  const grid = value["grid"];
  if (!isObject(grid["grid"]) || !isNode(grid["grid"]["root"])) return null;
  const panels: Record<string, StoredPanel> = {};
  for (const [id, panel] of Object.entries(value["panels"])) {
    if (!isObject(panel) || typeof panel["kind"] !== "string") continue;
    const title = typeof panel["title"] === "string" ? panel["title"] : id;
    panels[id] = { kind: panel["kind"], state: panel["state"], title, preview: panel["preview"] === true };
  }
  return { grid: grid as unknown as SerializedDockview, panels };
}

type Node = SerializedDockview["grid"]["root"];

function isNode(value: unknown): value is Node {
  if (!isObject(value)) return false;
  if (value["type"] === "branch") return Array.isArray(value["data"]) && value["data"].every(isNode);
  return value["type"] === "leaf" && isObject(value["data"]) && Array.isArray(value["data"]["views"]);
}

/** The layout with only the panels of `keep`; `null` when none is left. */
export function prune(dock: StoredDock, keep: ReadonlySet<string>): SerializedDockview | null {
  const root = pruneNode(dock.grid.grid.root, keep);
  if (!root) return null;
  const panels = Object.fromEntries(Object.entries(dock.grid.panels ?? {}).filter(([id]) => keep.has(id)));
  for (const id of viewsOf(root)) panels[id] ??= { id, contentComponent: "panel", tabComponent: "tab" };
  // The root has to be a branch.
  const branch: Node = root.type === "branch" ? root : { type: "branch", data: [root] };
  const groups = groupsOf(root);
  const { activeGroup } = dock.grid;
  const active = activeGroup !== undefined && groups.includes(activeGroup) ? activeGroup : groups[0];
  return {
    grid: { ...dock.grid.grid, root: branch },
    panels,
    ...(active === undefined ? {} : { activeGroup: active }),
  };
}

/** The layout with further panels behind those of its first group; `null` is a layout of one empty group. */
export function withPanels(layout: SerializedDockview | null, ids: string[]): SerializedDockview | null {
  const have = new Set(layout ? viewsOf(layout.grid.root) : []);
  const missing = ids.filter((id) => !have.has(id));
  if (!layout || missing.length === 0) return layout;
  let added = false;
  const add = (node: Node): Node => {
    if (Array.isArray(node.data)) return { ...node, data: node.data.map(add) };
    if (added) return node;
    added = true;
    return { ...node, data: { ...node.data, views: [...node.data.views, ...missing] } };
  };
  const root = add(layout.grid.root);
  const panels = { ...layout.panels };
  for (const id of missing) panels[id] = { id, contentComponent: "panel", tabComponent: "tab" };
  return { ...layout, grid: { ...layout.grid, root }, panels };
}

function groupsOf(node: Node): string[] {
  return Array.isArray(node.data) ? node.data.flatMap(groupsOf) : [node.data.id];
}

function pruneNode(node: Node, keep: ReadonlySet<string>): Node | undefined {
  if (Array.isArray(node.data)) {
    const data = node.data.flatMap((child) => pruneNode(child, keep) ?? []);
    return data.length > 0 ? { ...node, data } : undefined;
  }
  const views = node.data.views.filter((id) => keep.has(id));
  if (views.length === 0) return undefined;
  const active = node.data.activeView;
  const front = active !== undefined && views.includes(active) ? active : views[0];
  return { ...node, data: { ...node.data, views, ...(front === undefined ? {} : { activeView: front }) } };
}

function viewsOf(node: Node): string[] {
  return Array.isArray(node.data) ? node.data.flatMap(viewsOf) : node.data.views;
}

/** The ids of all panels that the layout's tree names, each once. */
export function panelIds(dock: StoredDock): string[] {
  return [...new Set(viewsOf(dock.grid.grid.root))];
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function within(value: unknown, least: number, most: number, otherwise: number): number {
  if (typeof value !== "number" || !Number.isFinite(value)) return otherwise;
  return Math.min(most, Math.max(least, value));
}
