/** Everything a person can do with terminals. */
import type { WirePath } from "../../ipc/bindings";
import type { App, Command, MenuItem } from "../../kernel/app";
import { foldedSelection } from "./blocks/folded-selection";
import { expanded, inWorkspace } from "./file-target";
import { pasteInto } from "./paste";
import {
  TERMINAL,
  type ShownTerminal,
  type TerminalPanel,
  type TerminalState,
  type TerminalStore,
} from "./terminal-store";
import type { XtermHost } from "./xterm-host";

/** Longest name of a terminal. */
const NAME_UNITS = 80;

/** Opens a panel; its shell starts with it. */
export function openTerminal(
  app: App,
  state: TerminalState,
  options: { focus?: boolean; split?: "right" | "down" } = {},
): void {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2));
  const id = `${TERMINAL}:${a.toString(36)}${b.toString(36)}`;
  app.workbench.open<TerminalState>(TERMINAL, id, state, "Terminal", { focus: true, ...options });
}

function isPath(value: unknown): value is WirePath {
  return typeof value === "object" && value !== null && "path" in value && typeof value.path === "string";
}

/** The folder that a command was given: `{cwd}` with a path as text or as it crosses the seam. */
export function folderOf(argument: unknown): WirePath | undefined {
  if (typeof argument !== "object" || argument === null || !("cwd" in argument)) return undefined;
  const { cwd } = argument;
  if (typeof cwd === "string") return { path: cwd };
  return isPath(cwd) ? cwd : undefined;
}

function newTerminal(app: App, cwd: WirePath | undefined, split?: "right" | "down"): void {
  openTerminal(app, cwd ? { id: null, cwd } : { id: null }, split ? { split } : {});
}

/** The terminal that is meant: the one that was clicked, or the active one, or the last one. */
export function shownOf(app: App, store: TerminalStore, target: unknown): ShownTerminal | undefined {
  const clicked = typeof target === "object" && target !== null && "id" in target ? target.id : target;
  if (typeof clicked === "string" && store.shown.has(clicked)) return store.shown.get(clicked);
  const active = app.workbench.active("bottom");
  if (active?.kind === TERMINAL) return store.shown.get(active.id);
  return store.shown.get(store.lastFocused() ?? "") ?? [...store.shown.values()].at(-1);
}

function toggle(app: App, store: TerminalStore): void {
  if (app.contexts.get("terminalFocus") === true) {
    app.workbench.showArea("bottom", false);
    app.workbench.focusArea("center");
    return;
  }
  const shown = shownOf(app, store, undefined);
  app.workbench.showArea("bottom", true);
  if (shown) shown.panel.focus();
  else newTerminal(app, undefined);
}

function focusBy(app: App, store: TerminalStore, step: 1 | -1): void {
  const panels = app.workbench.panels(TERMINAL);
  const now = panels.findIndex((panel) => panel.id === shownOf(app, store, undefined)?.panel.id);
  panels.at((now + step) % panels.length)?.focus();
}

async function rename(app: App, store: TerminalStore, { panel }: ShownTerminal): Promise<void> {
  const { id } = panel.state();
  if (id === null) return;
  const name = await app.dialogs.input({
    title: "Name of the terminal",
    value: store.get(id)?.name ?? "",
    placeholder: "Empty gives the shell's name back",
    validate: (text) =>
      text.length > NAME_UNITS ? `A name has at most ${NAME_UNITS} characters.` : undefined,
  });
  if (name === undefined) return;
  store.put({ type: "changed", terminal: await app.ipc.terminalRename({ id, name: name.trim() }) });
}

/** A new terminal beside another one, in the folder where that is now. */
export function splitTerminal(
  app: App,
  store: TerminalStore,
  panel: TerminalPanel,
  direction: "right" | "down",
): void {
  const { home } = app.boot.app;
  const root = app.workspace()?.root ?? "/";
  const cwd = store.get(panel.state().id ?? "")?.cwd ?? root;
  const inside = inWorkspace(expanded(cwd, home), expanded(root, home));
  panel.focus();
  // A shell starts only inside the workspace.
  newTerminal(app, inside.startsWith("/") ? undefined : { path: inside }, direction);
}

async function copy(app: App, { session, blocks }: ShownTerminal): Promise<void> {
  const text = session.host.selection() || foldedSelection();
  const chosen = blocks.selected();
  if (text === "" && chosen !== undefined) await app.commands.run("terminal.blockCopy");
  else if (text !== "") await app.ipc.clipboardWrite({ text });
}

export function terminalCommands(app: App, store: TerminalStore): Command[] {
  const some = () => app.workbench.panels(TERMINAL).length > 0;
  const on = (id: string, title: string, act: (shown: ShownTerminal) => void | Promise<void>): Command => ({
    id: `terminal.${id}`,
    title: `Terminal: ${title}`,
    enabled: some,
    run: async (target) => {
      const shown = shownOf(app, store, target);
      if (shown) await act(shown);
    },
  });
  const scroll = (id: string, title: string, to: Parameters<XtermHost["scroll"]>[0]): Command =>
    on(id, title, (shown) => shown.scroll(to));
  return [
    {
      id: "terminal.new",
      title: "Terminal: New Terminal",
      run: (argument) => newTerminal(app, folderOf(argument)),
    },
    { id: "terminal.toggle", title: "Terminal: Show or Hide", run: () => toggle(app, store) },
    on("split", "Split", ({ panel }) => splitTerminal(app, store, panel, "right")),
    on("rename", "Rename…", (shown) => rename(app, store, shown)),
    on("kill", "Kill", async ({ panel }) => void (await panel.close())),
    on("restart", "Restart Shell That Has Ended", ({ session }) => session.restart()),
    on("clear", "Clear", ({ session, blocks }) => blocks.clear(() => session.host.clear())),
    on("find", "Find…", (shown) => shown.find()),
    on("copy", "Copy", (shown) => copy(app, shown)),
    on("paste", "Paste", async ({ session }) => {
      const { text } = await app.ipc.clipboardRead({});
      await pasteInto(app, session.host, text);
    }),
    {
      ...on("answerClipboard", "Answer the Program That Wants to Write to the Clipboard", (shown) => {
        shown.enterQuestion()?.();
      }),
      enabled: () => [...store.shown.values()].some(({ enterQuestion }) => enterQuestion() !== undefined),
    },
    on("selectAll", "Select All", ({ session }) => session.host.selectAll()),
    on("focusNext", "Focus Next", () => focusBy(app, store, 1)),
    on("focusPrevious", "Focus Previous", () => focusBy(app, store, -1)),
    scroll("scrollUp", "Scroll Up", "lineUp"),
    scroll("scrollDown", "Scroll Down", "lineDown"),
    scroll("scrollUpPage", "Scroll Up a Page", "pageUp"),
    scroll("scrollDownPage", "Scroll Down a Page", "pageDown"),
    scroll("scrollToTop", "Scroll to Top", "top"),
    scroll("scrollToBottom", "Scroll to Bottom", "bottom"),
  ];
}

const item = (menu: string, group: string, command: string, title: string): MenuItem => ({
  menu,
  group,
  command: `terminal.${command}`,
  title,
});

export function terminalMenus(): MenuItem[] {
  return [
    item("terminal.context", "1", "copy", "Copy"),
    item("terminal.context", "1", "paste", "Paste"),
    item("terminal.context", "1", "selectAll", "Select All"),
    item("terminal.context", "2", "clear", "Clear"),
    item("terminal.context", "2", "find", "Find…"),
    item("terminal.context", "3", "split", "Split"),
    item("terminal.context", "3", "rename", "Rename…"),
    item("terminal.context", "4", "kill", "Kill"),
    item("terminal.tab", "1", "split", "Split"),
    item("terminal.tab", "1", "rename", "Rename…"),
    item("terminal.tab", "2", "kill", "Kill"),
  ];
}
