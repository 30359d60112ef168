/** Terminals: shells in panels at the bottom. */
import "./terminal.css";
import { createComponent, lazy } from "solid-js";
import type { TerminalInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import type { LinkStore } from "../links";
import { blockCommands, blockMenus } from "./blocks/block-commands";
import { foldCommands, foldMenus } from "./blocks/fold-commands";
import { followRuns } from "./blocks/follow-runs";
import { makeFront, type TerminalFront } from "./front";
import { closeTerminals, mayQuit } from "./terminal-closing";
import { openTerminal, splitTerminal, terminalCommands, terminalMenus } from "./terminal-commands";
import { failureOf } from "./terminal-session";
import {
  createTerminalStore,
  TERMINAL,
  type TerminalPanel as TerminalPanelOf,
  type TerminalState,
  type TerminalStore,
} from "./terminal-store";

export type { TerminalFront } from "./front";
export { matchFileLinks, type FileLink } from "./link-matcher";

// A window without terminals does not wait for the code that draws them.
const TerminalPanel = lazy(async () => ({ default: (await import("./terminal-panel")).TerminalPanel }));

/** Shows terminals without a panel: shells that run, so that none works unseen, and kept ones. */
function adopt(app: App, store: TerminalStore): void {
  const shown = new Set(app.workbench.panels(TERMINAL).map((panel) => (panel as TerminalPanelOf).state().id));
  for (const terminal of store.all()) {
    // One that was started here while the list was on its way has its panel.
    if (shown.has(terminal.id)) continue;
    // The stored layout brings its own panels back, some of them later than this.
    const stored = app.boot.layout?.includes(terminal.id) ?? false;
    if (!terminal.exit && !stored) openTerminal(app, { id: terminal.id }, { focus: false });
  }
  for (const { id, problem } of store.allKept()) {
    // What cannot be put back is said with everything else that came back or did not.
    if (problem === null && !app.boot.layout?.includes(id)) openTerminal(app, { id }, { focus: false });
  }
}

/** Brings the terminal of a script forward; who started it goes on where they are. */
function showScript(app: App, store: TerminalStore, terminal: TerminalInfo): void {
  store.put({ type: "changed", terminal });
  const panels = app.workbench.panels(TERMINAL) as TerminalPanelOf[];
  const known = panels.find((panel) => panel.state().id === terminal.id);
  app.workbench.showArea("bottom", true);
  if (known) app.workbench.open(TERMINAL, known.id, known.state(), known.title(), { focus: false });
  else openTerminal(app, { id: terminal.id }, { focus: false });
}

/** Installs terminals and answers with the one that the person means. */
export function installTerminal(app: App, links: LinkStore): TerminalFront {
  const store = createTerminalStore(app);
  const listed = store.refresh().then(
    () => adopt(app, store),
    (error: unknown) => app.notify({ level: "error", ...failureOf(error) }),
  );

  app.workbench.registerPanel<TerminalState>({
    kind: TERMINAL,
    area: "bottom",
    render: (panel) => createComponent(TerminalPanel, { app, panel, store, links }),
    beforeClose: (panel) => closeTerminals(app, store, [panel]),
    beforeCloseAll: (panels) => closeTerminals(app, store, panels),
    tabMenu: "terminal.tab",
    split: (panel, direction) => splitTerminal(app, store, panel, direction),
    // A shell that runs is never hidden by another layout, and what was kept of one is not lost.
    stays: (panel) => {
      const { id } = panel.state();
      return id !== null && !store.get(id)?.exit && !store.isGone(id);
    },
    restore: async (_id, { id, cwd }) => {
      await listed;
      // A folder without a terminal is what an earlier session had; a new shell starts there.
      if (id === null) return cwd !== undefined;
      return store.get(id) !== undefined || store.kept(id)?.problem === null;
    },
  });
  app.commands.register(terminalCommands(app, store), terminalMenus());
  app.commands.register(blockCommands(app, store, links), blockMenus(links));
  app.commands.register(foldCommands(app, store), foldMenus(app, store));
  followRuns(app, store);
  app.on("scriptStarted", ({ terminal }) => showScript(app, store, terminal));
  app.beforeQuit(() => mayQuit(app, store));
  return makeFront(app, store);
}
