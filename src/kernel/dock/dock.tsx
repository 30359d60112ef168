import { createEffect, createSignal, ErrorBoundary, type JSX } from "solid-js";
import { render } from "solid-js/web";
import {
  createDockview,
  type DockviewApi,
  type DockviewGroupPanel,
  type IContentRenderer,
  type ITabRenderer,
  type SerializedDockview,
} from "dockview-core";
import { FailedState } from "../../ui/states";
import type { Area } from "../app";
import type { PanelRecord } from "./panel-record";
import { Tab } from "./tab";

export interface DockOptions {
  area: Area;
  record: (id: string) => PanelRecord | undefined;
  onMenu: (panel: PanelRecord, at: { x: number; y: number }) => void;
  /** Shown while no panel is open. */
  empty: () => JSX.Element;
  /** Buttons behind the tabs of each group. */
  actions: () => JSX.Element;
  onChange: () => void;
  onRemoved: (id: string) => void;
  /** A panel came to the front. */
  onFront: (id: string) => void;
}

/** One dock of panels: the centre, the bottom or the right of the window. */
export interface Dock {
  area: Area;
  element: HTMLElement;
  api: DockviewApi;
  /** The front panel of the active group; reactive. */
  activeId: () => string | undefined;
  add: (panel: PanelRecord, where: { split?: "right" | "down"; at?: number }) => void;
  remove: (id: string) => void;
  reveal: (id: string) => void;
  save: () => SerializedDockview;
  /**
   * Draws a stored layout, whose panels all have a record; `false` when it could not. Panels that are open and
   * in it live on, others close.
   */
  load: (layout: SerializedDockview) => boolean;
  clear: () => void;
}

function mount(className: string, view: () => JSX.Element): { element: HTMLElement; dispose: () => void } {
  const element = document.createElement("div");
  element.className = className;
  return { element, dispose: render(view, element) };
}

function shell(
  className: string,
  view: () => JSX.Element,
): { element: HTMLElement; init: () => void; dispose: () => void } {
  return { ...mount(className, view), init: () => undefined };
}

/** Makes a dock in an element of its own, which the caller puts onto the page. */
export function createDock(options: DockOptions): Dock {
  const element = document.createElement("div");
  element.className = "dock";
  const [activeId, setActiveId] = createSignal<string>();
  const recordOf = (id: string): PanelRecord => {
    const record = options.record(id);
    if (!record) throw new Error(`No panel ${id} is known.`);
    return record;
  };
  const content = (id: string): IContentRenderer => {
    const panel = recordOf(id);
    const made = shell("dock-content", () => (
      <ErrorBoundary fallback={(fault: unknown) => <FailedState title="This panel failed." fault={fault} />}>
        {panel.of.render(panel)}
      </ErrorBoundary>
    ));
    made.element.tabIndex = -1;
    return made;
  };
  const tab = (id: string): ITabRenderer => {
    const panel = recordOf(id);
    const made = shell("dock-tab", () => {
      // The dock names the tab for screen readers by its title.
      createEffect(() => {
        const marks = [panel.gone() ? ", deleted" : "", panel.dirty() ? ", not saved" : ""];
        api.getPanel(id)?.api.setTitle(panel.title() + marks.join(""));
      });
      return <Tab panel={panel} onMenu={(at) => options.onMenu(panel, at)} />;
    });
    // A click on a tab means what is in it, as everywhere else.
    made.element.addEventListener("click", () => panel.takeFocus());
    return made;
  };
  const api = createDockview(element, {
    className: `dock-theme dock-${options.area}`,
    theme: { name: "tenon", className: "dock-theme", dndTabIndicator: "line" },
    defaultRenderer: "always",
    disableFloatingGroups: true,
    disableDnd: options.area === "right",
    // HTML5 drags are unreliable in webviews, and pointer events do the same here.
    dndStrategy: "pointer",
    noPanelsOverlay: "emptyGroup",
    createComponent: ({ id }) => content(id),
    createTabComponent: ({ id }) => tab(id),
    createWatermarkComponent: () => shell("dock-empty", options.empty),
    createLeftHeaderActionComponent: () => shell("dock-actions", options.actions),
  });

  let showing = false;
  // A tab that is behind the edge of a narrow window comes into sight with its panel. It waits for the frame,
  // which measures the page in any case.
  const showTab = (): void => {
    if (showing) return;
    showing = true;
    requestAnimationFrame(() => {
      showing = false;
      const id = api.activePanel?.id;
      const tabs = [...element.querySelectorAll<HTMLElement>(".tab[data-panel-id]")];
      const front = tabs.find((shown) => shown.dataset["panelId"] === id);
      front?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  };
  const follow = (): void => {
    for (const panel of api.panels) options.record(panel.id)?.setVisible(panel.api.isVisible);
  };
  api.onDidAddPanel((panel) => {
    panel.api.onDidVisibilityChange(({ isVisible }) => options.record(panel.id)?.setVisible(isVisible));
    follow();
  });
  api.onDidRemovePanel((panel) => options.onRemoved(panel.id));
  // A tab that was dragged is what the person works with next.
  api.onDidMovePanel(({ panel }) => options.record(panel.id)?.takeFocus());
  api.onDidActivePanelChange(({ panel }) => {
    const id = panel?.id;
    setActiveId(id);
    follow();
    showTab();
    if (id !== undefined) options.onFront(id);
  });
  api.onDidLayoutChange(() => {
    follow();
    showTab();
    options.onChange();
  });

  const place = (group: DockviewGroupPanel | undefined, where: { split?: "right" | "down"; at?: number }) => {
    if (!group) return {};
    if (where.split) {
      const direction = where.split === "right" ? ("right" as const) : ("below" as const);
      return { position: { referenceGroup: group, direction } };
    }
    const front = group.panels.findIndex((panel) => panel === group.activePanel);
    return { position: { referenceGroup: group, index: where.at ?? front + 1 } };
  };
  return {
    area: options.area,
    element,
    api,
    activeId,
    add: (panel, where) => {
      api.addPanel({
        id: panel.id,
        component: "panel",
        tabComponent: "tab",
        title: panel.title(),
        ...place(api.activeGroup ?? api.groups[0], where),
      } as Parameters<DockviewApi["addPanel"]>[0]);
    },
    remove: (id) => {
      const panel = api.getPanel(id);
      if (panel) api.removePanel(panel);
    },
    reveal: (id) => api.getPanel(id)?.api.setActive(),
    clear: () => api.clear(),
    save: () => api.toJSON(),
    load: (layout) => {
      try {
        api.fromJSON(layout, { reuseExistingPanels: true });
        setActiveId(api.activePanel?.id);
        follow();
        return true;
      } catch {
        api.clear();
        return false;
      }
    },
  };
}
