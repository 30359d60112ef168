import type { Command, Panel } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { nextZoom } from "../../kernel/zoom";
import type { Switcher } from "./switcher";

const isPanel = (target: unknown): target is Panel =>
  typeof target === "object" && target !== null && "close" in target && "kind" in target;

/** Tabs, groups, places and zoom. */
export function viewCommands(frame: Frame, switcher: Switcher): Command[] {
  const { workbench } = frame;
  const { places, groups } = workbench;
  const active = (target?: unknown): Panel | undefined => (isPanel(target) ? target : workbench.active());
  const isOpen = (): boolean => workbench.active() !== undefined;
  const peers = (target: unknown): Panel[] =>
    active(target)?.kind === undefined
      ? []
      : workbench.panels().filter((panel) => sameArea(panel, active(target)));
  const sameArea = (a: Panel, b: Panel | undefined): boolean =>
    b !== undefined && workbench.areaOf(a.id) === workbench.areaOf(b.id);
  const zoom = (value: number): Promise<void> =>
    frame.ipc
      .settingsUpdate({ key: "workbench.zoom", value: JSON.stringify(value) })
      .then(frame.applySettings);
  const current = (): number => frame.settings().zoom ?? 1;
  const walk = (by: 1 | -1): void => {
    const region = places.next(by);
    if (region === "top" || region === "status") places.focus(region);
    else workbench.focusArea(region);
  };
  const toggle = (area: "sidebar" | "bottom" | "right"): void => {
    const shown = !workbench.areaShown(area);
    workbench.showArea(area, shown);
    if (shown) workbench.focusArea(area);
  };
  const focusGroup = (number: number): Command => ({
    id: `view.focusGroup${number}`,
    title: `View: Focus Group ${number}`,
    run: () => groups.focus(number, () => workbench.splitActive("right")),
  });
  return [
    { id: "view.toggleSidebar", title: "View: Show or Hide Sidebar", run: () => toggle("sidebar") },
    { id: "view.toggleBottom", title: "View: Show or Hide Bottom", run: () => toggle("bottom") },
    {
      id: "view.toggleRight",
      title: "View: Show or Hide Right",
      enabled: () => workbench.panels().some(({ id }) => workbench.areaOf(id) === "right"),
      run: () => toggle("right"),
    },
    { id: "view.nextPlace", title: "View: Focus Next Place", run: () => walk(1) },
    { id: "view.previousPlace", title: "View: Focus Previous Place", run: () => walk(-1) },
    {
      id: "view.back",
      title: "View: Back to the Editor",
      internal: true,
      run: () => workbench.focusArea("center"),
    },
    {
      id: "view.close",
      title: "View: Close Tab",
      enabled: isOpen,
      run: async (t) => void (await active(t)?.close()),
    },
    {
      id: "view.closeOthers",
      title: "View: Close Other Tabs",
      enabled: isOpen,
      run: async (t) =>
        void (await workbench.closeAll(peers(t).filter((panel) => panel.id !== active(t)?.id))),
    },
    {
      id: "view.closeAll",
      title: "View: Close All Tabs",
      enabled: isOpen,
      run: async (t) => void (await workbench.closeAll(peers(t))),
    },
    {
      id: "view.closeGroup",
      title: "View: Close Group",
      enabled: isOpen,
      run: async (t) => void (await workbench.closeAll(groups.around(active(t)?.id ?? ""))),
    },
    {
      id: "view.closeSaved",
      title: "View: Close Saved Tabs",
      enabled: isOpen,
      run: async (t) => void (await workbench.closeAll(peers(t).filter((panel) => !panel.dirty()))),
    },
    {
      id: "view.keep",
      title: "View: Keep Tab Open",
      enabled: isOpen,
      run: (t) => active(t)?.setPreview(false),
    },
    {
      id: "view.reopen",
      title: "View: Reopen Closed Tab",
      run: () => {
        if (!workbench.reopen())
          frame.notify({ level: "info", message: "Nothing was closed that could come back." });
      },
    },
    { id: "view.switchRecent", title: "View: Switch to Last Used Tab", run: () => switcher.step(1) },
    { id: "view.switchRecentBack", title: "View: Switch to Least Used Tab", run: () => switcher.step(-1) },
    { id: "view.nextTab", title: "View: Next Tab", enabled: isOpen, run: () => groups.step(1) },
    { id: "view.previousTab", title: "View: Previous Tab", enabled: isOpen, run: () => groups.step(-1) },
    {
      id: "view.split",
      title: "View: Split Right",
      enabled: isOpen,
      run: () => workbench.splitActive("right"),
    },
    {
      id: "view.splitDown",
      title: "View: Split Down",
      enabled: isOpen,
      run: () => workbench.splitActive("down"),
    },
    focusGroup(1),
    focusGroup(2),
    focusGroup(3),
    { id: "view.zoomIn", title: "View: Zoom In", run: () => zoom(nextZoom(current(), 1)) },
    { id: "view.zoomOut", title: "View: Zoom Out", run: () => zoom(nextZoom(current(), -1)) },
    { id: "view.zoomReset", title: "View: Reset Zoom", run: () => zoom(1) },
    {
      id: "notices.focus",
      title: "Notices: Focus the Latest",
      enabled: () => frame.notices.shown().length > 0,
      run: () => {
        const all = document.querySelectorAll<HTMLElement>("[data-testid=notice]");
        all[all.length - 1]?.querySelector("button")?.focus();
      },
    },
    { id: "notices.clear", title: "Notices: Dismiss All", run: () => frame.notices.clear() },
  ];
}
