/** Terminals: shells in panels at the bottom. */
import "./terminal.css";
import { createComponent, lazy } from "solid-js";
import type { App } from "../../kernel/app";
import { closeTerminal, mayQuit } from "./terminal-closing";
import { openTerminal, splitTerminal, terminalCommands, terminalMenus } from "./terminal-commands";
import { failureOf } from "./terminal-session";
import { createTerminalStore, TERMINAL, type TerminalState, type TerminalStore } from "./terminal-store";

// A window without terminals does not wait for the code that draws them.
const TerminalPanel = lazy(async () => ({ default: (await import("./terminal-panel")).TerminalPanel }));

/** Shows shells that run without a panel, so that none works unseen. */
function adopt(app: App, store: TerminalStore): void {
  for (const terminal of store.all()) {
    // The stored layout brings its own panels back, some of them later than this.
    const stored = app.boot.layout?.includes(terminal.id) ?? false;
    if (!terminal.exit && !stored) openTerminal(app, { id: terminal.id }, { focus: false });
  }
}

export function installTerminal(app: App): void {
  const store = createTerminalStore(app);
  const listed = store.refresh().then(
    () => adopt(app, store),
    (error: unknown) => app.notify({ level: "error", ...failureOf(error) }),
  );

  app.workbench.registerPanel<TerminalState>({
    kind: TERMINAL,
    area: "bottom",
    render: (panel) => createComponent(TerminalPanel, { app, panel, store }),
    beforeClose: (panel) => closeTerminal(app, store, panel),
    tabMenu: "terminal.tab",
    split: (panel, direction) => splitTerminal(app, store, panel, direction),
    restore: async (_id, { id }) => {
      await listed;
      return id !== null && store.get(id) !== undefined;
    },
  });
  app.commands.register(terminalCommands(app, store), terminalMenus());
  app.beforeQuit(() => mayQuit(app, store));
}
