/** Terminals: shells in panels at the bottom. */
import "./terminal.css";
import { createComponent, lazy } from "solid-js";
import type { App } from "../../kernel/app";
import { blockCommands, blockMenus } from "./blocks/block-commands";
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

/** Installs terminals and answers with the one that the person means. */
export function installTerminal(app: App): TerminalFront {
  const store = createTerminalStore(app);
  const listed = store.refresh().then(
    () => adopt(app, store),
    (error: unknown) => app.notify({ level: "error", ...failureOf(error) }),
  );

  app.workbench.registerPanel<TerminalState>({
    kind: TERMINAL,
    area: "bottom",
    render: (panel) => createComponent(TerminalPanel, { app, panel, store }),
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
  app.commands.register(blockCommands(app, store), blockMenus());
  followRuns(app, store);
  app.beforeQuit(() => mayQuit(app, store));
  return makeFront(app, store);
}
