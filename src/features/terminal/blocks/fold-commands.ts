/** Folding the outputs of commands, and unfolding them. */
import type { App, Command, MenuItem } from "../../../kernel/app";
import { shownOf } from "../terminal-commands";
import type { ShownTerminal, TerminalStore } from "../terminal-store";
import { runOf } from "./block-commands";

export function foldCommands(app: App, store: TerminalStore): Command[] {
  const enabled = () => [...store.shown.values()].some(({ blocks }) => blocks.some());
  const on = (
    id: string,
    title: string,
    act: (shown: ShownTerminal, run: string | undefined) => void,
  ): Command => ({
    id: `terminal.${id}`,
    title: `Terminal: ${title}`,
    enabled,
    run: (target) => {
      const shown = shownOf(app, store, target);
      if (!shown) return;
      act(shown, runOf(target) ?? shown.blocks.current()?.run);
    },
  });
  const fold = (folded: boolean) => (shown: ShownTerminal, run: string | undefined) => {
    if (run === undefined) return;
    if (folded && !shown.blocks.foldable().includes(run)) {
      return app.notify({ level: "info", message: "This command has no output that could be collapsed." });
    }
    shown.folds.set(run, folded);
  };
  return [
    on("blockCollapse", "Collapse Output of Command", fold(true)),
    on("blockExpand", "Expand Output of Command", fold(false)),
    on("collapseAll", "Collapse All Outputs", ({ blocks, folds }) => folds.all(blocks.foldable())),
    on("expandAll", "Expand All Outputs", ({ folds }) => folds.all([])),
  ];
}

/** The menu of a block offers what can be done: nothing where a command wrote nothing. */
export function foldMenus(app: App, store: TerminalStore): MenuItem[] {
  const can = (folded: boolean) => (target: unknown) => {
    const shown = shownOf(app, store, target);
    const run = runOf(target);
    if (!shown || run === undefined || shown.folds.folded().has(run) !== folded) return false;
    return shown.blocks.foldable().includes(run);
  };
  const item = (menu: string, group: string, command: string, title: string): MenuItem => ({
    menu,
    group,
    command: `terminal.${command}`,
    title,
  });
  return [
    { ...item("terminal.block", "4", "blockCollapse", "Collapse Output"), when: can(false) },
    { ...item("terminal.block", "4", "blockExpand", "Expand Output"), when: can(true) },
    item("terminal.context", "25", "collapseAll", "Collapse All Outputs"),
    item("terminal.context", "25", "expandAll", "Expand All Outputs"),
  ];
}
