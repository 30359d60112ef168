import { createEffect, createMemo, createSignal, onCleanup, type JSX } from "solid-js";
import type { Boot, UiEvent } from "../ipc/bindings";
import type { Ipc } from "../ipc/client";
import type { Area, Commands, QuickProvider, SidebarSection, SidebarView, StatusItem } from "./app";
import { createCommands } from "./commands";
import { createContexts } from "./contexts";
import { createDialogs } from "./dialogs";
import { readLayout, type StoredLayout } from "./dock/stored-layout";
import { createWorkbench } from "./dock/workbench";
import { makeErrorGate } from "./error-gate";
import { makeEvents } from "./events";
import { failureNotice } from "./failure";
import type { Frame } from "./frame";
import { keyOf } from "./keymap/bindings";
import { listenToKeyboard } from "./keymap/keyboard";
import { makeLayoutSaver } from "./layout-saver";
import { createMenus, entriesOf } from "./menu/menus";
import { createNotices } from "./notices";
import { createQuit } from "./quit";
import { createSettings } from "./settings";
import { createTheme } from "./theme";
import { createWide } from "./wide";

/** What the frame is made of: the core's client, its boot answer, and where its events come from. */
export interface FrameParts {
  boot: Boot;
  ipc: Ipc;
  listen: (handle: (event: UiEvent) => void) => void;
}

type Views = Partial<Record<Area, () => JSX.Element>>;

/** Makes the frame; call it under a reactive root. */
export function createFrame({ boot, ipc, listen }: FrameParts): Frame {
  const notices = createNotices();
  const errors = makeErrorGate(notices.notify, Date.now, (run, ms) => void setTimeout(run, ms));
  const notify: Frame["notify"] = (notice) => (notice.level === "error" ? errors : notices.notify)(notice);
  const report = (fault: unknown): void => {
    const notice = failureNotice(fault);
    if (notice) notify(notice);
  };

  const layout = readLayout(boot.layout);
  const settings = createSettings(boot.settings);
  const events = makeEvents(report);
  const contexts = createContexts();
  const menus = createMenus();
  const dialogs = createDialogs();
  const [workspace, setWorkspace] = createSignal(boot.workspace);
  const [sidebars, setSidebars] = createSignal<SidebarView[]>([]);
  const [sidebarSections, setSidebarSections] = createSignal<SidebarSection[]>([]);
  /** What is selected in each view of the sidebar. */
  const [subjects, setSubjects] = createSignal<Record<string, string | undefined>>({});
  const [statusItems, setStatusItems] = createSignal<StatusItem[]>([]);
  const [topItems, setTopItems] = createSignal<(() => JSX.Element)[]>([]);
  const [quickProviders, setQuickProviders] = createSignal<QuickProvider[]>([]);
  const [message, setMessage] = createSignal<string>();
  const [recentCommands, setRecentCommands] = createSignal(layout.recentCommands);
  const [empties, setEmpties] = createSignal<Views>({});
  const [tabActions, setTabActions] = createSignal<Views>({});

  const registry = createCommands(notify, () => setMessage(undefined));
  const commands: Commands = {
    ...registry,
    keyOf: (id) => keyOf(settings.keymap(), id),
    showMenu: (menu, at, target) => {
      const groups = entriesOf(registry.menu(menu, target), target, {
        title: (id) => registry.get(id)?.title ?? id,
        key: commands.keyOf,
        runnable: registry.runnable,
        run: (id, clicked) => void registry.run(id, clicked),
      });
      menus.show({ label: menu, at, groups });
    },
  };

  const layoutNow = (): StoredLayout => ({
    version: 1,
    ...workbench.save(),
    ...workbench.places.stored(),
    recentCommands: recentCommands(),
  });
  const saver = makeLayoutSaver(
    layoutNow,
    (text) => ipc.layoutSave({ window: boot.window, layout: text }),
    report,
  );
  const workbench = createWorkbench({
    layout,
    onFault: report,
    onMenu: (menu, target, at) => commands.showMenu(menu, at, target),
    onChange: () => saver.touch(),
    wide: createWide(),
    empty: (area) => createMemo(() => empties()[area]?.()) as unknown as JSX.Element,
    actions: (area) => createMemo(() => tabActions()[area]?.()) as unknown as JSX.Element,
  });
  const quit = createQuit(ipc, report, saver.flush);

  const theme = createTheme(() => settings.snapshot().settings.theme);
  createEffect(() => {
    contexts.set("dialogOpen", dialogs.asked() !== undefined || menus.open() !== undefined);
    contexts.set("sideBarVisible", workbench.areaShown("sidebar"));
    contexts.set("bottomVisible", workbench.areaShown("bottom"));
    contexts.set("rightVisible", workbench.areaShown("right"));
    contexts.set("area", workbench.places.region());
  });
  events.on("settingsChanged", ({ snapshot }) => settings.set(snapshot));
  events.on("workspaceChanged", (event) => void setWorkspace(event.workspace));
  events.on("closeRequested", () => void quit.requested());
  const stops: (() => void)[] = [];
  onCleanup(() => {
    for (const stop of stops) stop();
  });

  return {
    boot,
    ipc,
    commands,
    registry,
    contexts,
    workbench,
    dialogs,
    menus,
    notices,
    notify,
    settings: () => settings.snapshot().settings,
    settingsSnapshot: settings.snapshot,
    applySettings: settings.set,
    applyWorkspace: (next) => void setWorkspace(next),
    quit: quit.close,
    mayLeave: quit.mayLeave,
    keymap: settings.keymap,
    theme,
    workspace,
    on: events.on,
    showSidebar: (id) => {
      workbench.places.setSidebarView(id);
      workbench.places.show("sidebar", true);
      sidebars()
        .find((view) => view.id === id)
        ?.focus?.();
    },
    addSidebar: (view) => void setSidebars((list) => [...list, view]),
    addSidebarSection: (section) => void setSidebarSections((list) => [...list, section]),
    addStatus: (item) => void setStatusItems((list) => [...list, item].sort((a, b) => a.order - b.order)),
    addQuickProvider: (provider) => void setQuickProviders((list) => [...list, provider]),
    sidebarState: workbench.places.inside,
    keepSidebarState: workbench.places.setInside,
    sidebarSubject: () => subjects()[workbench.places.sidebarView() ?? ""],
    setSidebarSubject: (view, reference) => void setSubjects((all) => ({ ...all, [view]: reference })),
    addTopItem: (render) => void setTopItems((list) => [...list, render]),
    layoutNow: () => JSON.stringify(layoutNow()),
    swapLayout: (text, patch) => workbench.swap(readLayout(text), patch),
    beforeQuit: quit.ask,
    topItems,
    sidebars,
    sidebarSections,
    statusItems,
    quickProviders,
    message,
    recentCommands,
    rememberCommand: (id) => {
      setRecentCommands((list) => [id, ...list.filter((other) => other !== id)].slice(0, 50));
      saver.touch();
    },
    setEmpty: (area, render) => void setEmpties((views) => ({ ...views, [area]: render })),
    setActions: (area, render) => void setTabActions((views) => ({ ...views, [area]: render })),
    start: async () => {
      // By now every feature listens, so that what waited since before the boot reaches all of them.
      listen(events.dispatch);
      const stop = listenToKeyboard(window, {
        bindings: () => settings.keymap().bindings,
        contexts,
        runnable: registry.runnable,
        run: (id) => void registry.run(id),
        skipShell: () => settings.snapshot().settings.terminalCommandsToSkipShell,
        onPending: setMessage,
      });
      stops.push(stop);
      for (const problem of settings.keymap().problems) notify({ level: "warn", message: problem });
      await workbench.restore();
      const unloads = (): void => void saver.flush();
      window.addEventListener("beforeunload", unloads);
      stops.push(() => window.removeEventListener("beforeunload", unloads));
    },
  };
}
