import { createSignal, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { Area, OpenOptions, Panel, PanelKind, Workbench } from "../app";
import { closeTogether } from "./close-together";
import { createDock, type Dock } from "./dock";
import { makeGroups, type Groups } from "./groups";
import { createPanelRecord, type PanelHost, type PanelRecord, type StoredPanel } from "./panel-record";
import { createPlaces, type Places } from "./places";
import { makeRecent, type Recent } from "./recent";
import { addFixed, patched, restoreDock, saveDock, swapDock, type RestoreInto } from "./restore";
import type { StoredDock, StoredLayout } from "./stored-layout";

export interface WorkbenchOptions {
  layout: StoredLayout;
  onFault: (fault: unknown) => void;
  onMenu: (menu: string, target: Panel, at: { x: number; y: number }) => void;
  onChange: () => void;
  /** Whether the window is wide enough for the right dock by itself; reactive. */
  wide: () => boolean;
  empty: (area: Area) => JSX.Element;
  actions: (area: Area) => JSX.Element;
}

/** The workbench with what only the frame itself asks of it. */
export interface FrameWorkbench extends Workbench {
  element: (area: Area) => HTMLElement;
  areaOf: (id: string) => Area | undefined;
  places: Places;
  groups: Groups;
  /** Panels of the centre, the one used last first. */
  recent: Recent;
  /** Opens again what was closed last; `false` when nothing was. */
  reopen: () => boolean;
  splitActive: (direction: "right" | "down") => void;
  /** Puts back the panels of the stored layout; what was opened meanwhile follows. */
  restore: () => Promise<void>;
  restored: () => boolean;
  /** Takes another layout in place of this one; what is not saved or runs stays. */
  swap: (layout: StoredLayout, patch?: (kind: string, state: unknown) => unknown) => Promise<void>;
  save: () => Record<Area, StoredDock>;
}

const areas: readonly Area[] = ["center", "bottom", "right"];

/** Makes the workbench: its docks and the panels in them. */
export function createWorkbench(options: WorkbenchOptions): FrameWorkbench {
  const kinds = new Map<string, PanelKind>();
  const records = new Map<string, PanelRecord>();
  const [list, setList] = createSignal<PanelRecord[]>([]);
  const [restored, setRestored] = createSignal(false);
  const waiting: (() => void)[] = [];
  const reopeners: (() => void)[] = [];
  const recent = makeRecent();
  const hasRight = (): boolean => list().some(({ of }) => of.area === "right");
  const places = createPlaces({ ...options, hasRight });

  const forget = (id: string): void => {
    records.delete(id);
    recent.drop(id);
    setList([...records.values()]);
  };
  const dockOf = (area: Area): Dock =>
    createDock({
      area,
      record: (id) => records.get(id),
      onMenu: (panel, at) => {
        panel.focus();
        options.onMenu(panel.of.tabMenu ?? (panel.of.fixed ? "right.context" : "tab.context"), panel, at);
      },
      empty: () => options.empty(area),
      actions: () => options.actions(area),
      onChange: () => restored() && options.onChange(),
      onRemoved: forget,
      onFront: (id) => {
        for (const record of records.values()) if (record.id !== id) record.dropFocus();
        if (area === "center") recent.touch(id);
      },
    });
  const docks: Record<Area, Dock> = {
    center: dockOf("center"),
    bottom: dockOf("bottom"),
    right: dockOf("right"),
  };
  const activeOf = (area: Area): PanelRecord | undefined => {
    list();
    return records.get(docks[area].activeId() ?? "");
  };
  const remove = (record: PanelRecord): void => {
    const hadFocus = host.active(record.id);
    docks[record.of.area].remove(record.id);
    forget(record.id);
    if (hadFocus) workbench.focusArea(record.of.area);
    if (record.of.area === "bottom" && !activeOf("bottom")) workbench.showArea("bottom", false);
  };
  const host: PanelHost = {
    active: (id) => {
      const area = records.get(id)?.of.area;
      return area !== undefined && places.area() === area && docks[area].activeId() === id;
    },
    close: async (id) => {
      const record = records.get(id);
      if (!record) return true;
      if (record.of.fixed || (await record.of.beforeClose?.(record)) === false) return false;
      remove(record);
      return true;
    },
    reveal: (id) => {
      const area = records.get(id)?.of.area;
      if (!area) return;
      if (area !== "center") places.show(area, true);
      places.enter(area);
      docks[area].reveal(id);
    },
    focusShell: (id) => {
      const area = records.get(id)?.of.area;
      const shell = area && docks[area].api.getPanel(id)?.view.content.element;
      shell?.focus();
    },
    changed: () => restored() && options.onChange(),
  };
  const kindOf = (kind: string): PanelKind => {
    const known = kinds.get(kind);
    if (!known) throw new Error(`No panel kind ${kind} is registered.`);
    return known;
  };
  const record = (of: PanelKind, id: string, stored: StoredPanel): PanelRecord => {
    const made = createPanelRecord(of, id, stored, host);
    records.set(id, made);
    setList([...records.values()]);
    return made;
  };
  const isOpen = (id: string): boolean => areas.some((area) => docks[area].api.getPanel(id) !== undefined);

  const show = (panel: PanelRecord, open: OpenOptions): void => {
    const dock = docks[panel.of.area];
    if (!isOpen(panel.id)) {
      const group = dock.api.activeGroup;
      // One preview for each group: the next takes its place.
      const replaces = panel.preview() && !open.split;
      const old = replaces ? group?.panels.find((other) => isPreview(other.id)) : undefined;
      const at = old ? group?.panels.indexOf(old) : undefined;
      dock.add(panel, { ...(open.split ? { split: open.split } : {}), ...(at === undefined ? {} : { at }) });
      if (old) {
        dock.remove(old.id);
        forget(old.id);
      }
    }
    dock.reveal(panel.id);
    if (panel.of.area !== "center") places.show(panel.of.area, true);
    if (open.focus !== false) panel.focus();
  };
  const isPreview = (id: string): boolean => records.get(id)?.preview() === true && !records.get(id)?.dirty();

  const into: RestoreInto = {
    kind: (name) => kinds.get(name),
    has: (id) => records.has(id),
    add: (kind, id, panel) => void record(kind, id, panel),
    drop: forget,
  };

  const workbench: FrameWorkbench = {
    registerPanel: (kind) => void kinds.set(kind.kind, kind as unknown as PanelKind),
    open: <S,>(kind: string, id: string, state: S, title: string, open: OpenOptions = {}): Panel<S> => {
      const known = records.get(id);
      const panel = known ?? record(kindOf(kind), id, { kind, state, title, preview: open.preview === true });
      if (known && open.preview !== true) known.setPreview(false);
      if (restored()) show(panel, open);
      else waiting.push(() => records.has(id) && show(panel, open));
      return panel as unknown as Panel<S>;
    },
    find: (id) => records.get(id),
    panels: (kind) => list().filter((panel) => kind === undefined || panel.kind === kind),
    closeAll: (panels) =>
      closeTogether(
        panels.flatMap(({ id }) => records.get(id) ?? []),
        (record) => records.has(record.id) && remove(record),
      ),
    active: (area) => activeOf(area ?? (places.area() === "bottom" ? "bottom" : "center")),
    showArea: (area, shown = true) => {
      places.show(area, shown);
      if (!shown && places.area() === area) workbench.focusArea("center");
    },
    areaShown: (area) => places.shown(area),
    focusArea: (area) => {
      places.show(area, true);
      const front = area === "sidebar" ? undefined : activeOf(area);
      if (front) front.focus();
      else places.focus(area);
    },
    onReopen: (reopen) => {
      reopeners.push(reopen);
      if (reopeners.length > 50) reopeners.shift();
    },
    element: (area) => docks[area].element,
    areaOf: (id) => records.get(id)?.of.area,
    places,
    groups: makeGroups(docks, (id) => records.get(id)),
    recent,
    reopen: () => {
      const last = reopeners.pop();
      last?.();
      return last !== undefined;
    },
    splitActive: (direction) => {
      const panel = activeOf(places.area() === "bottom" ? "bottom" : "center");
      if (!panel) return;
      const shown = docks[panel.of.area].api.getPanel(panel.id);
      if (panel.of.split) panel.of.split(panel, direction);
      else shown?.api.moveTo({ group: shown.group, position: direction === "right" ? "right" : "bottom" });
    },
    restore: async () => {
      for (const area of areas) {
        const stored = options.layout[area];
        if (!stored) continue;
        try {
          await restoreDock(docks[area], stored, into);
        } catch (fault) {
          options.onFault(AppError.from(fault));
        }
      }
      addFixed(docks, kinds.values(), record, (id) => records.has(id));
      setRestored(true);
      const front = activeOf("center");
      if (front) recent.touch(front.id);
      if (document.activeElement === document.body) front?.focus();
      for (const open of waiting.splice(0)) open();
      if (options.layout.bottomShown && !activeOf("bottom")) places.show("bottom", false);
    },
    restored,
    swap: async (layout, patch) => {
      for (const area of areas) {
        const open = (): PanelRecord[] =>
          list().filter((panel) => panel.of.area === area && isOpen(panel.id));
        try {
          await swapDock(docks[area], patched(layout[area], patch), into, open);
        } catch (fault) {
          options.onFault(AppError.from(fault));
        }
      }
      places.apply(layout);
      if (places.shown("bottom") && !activeOf("bottom")) places.show("bottom", false);
      workbench.focusArea("center");
    },
    save: () => {
      const saved = (area: Area): StoredDock => saveDock(docks[area], (id) => records.get(id));
      return { center: saved("center"), bottom: saved("bottom"), right: saved("right") };
    },
  };
  return workbench;
}
