/**
 * Joins a terminal's screen to the window: input, links, pastes and the focus.
 *
 * The window's keymap listens before the page does. With `terminalFocus` it takes only the keys of
 * `terminal.commandsToSkipShell` and those bound to terminals; whatever reaches the screen is for the shell.
 */
import type { App } from "../../kernel/app";
import { makeAfterOutput } from "./after-output";
import { chooseFile } from "./file-target";
import type { FileLink } from "./link-matcher";
import { pasteInto } from "./paste";
import type { TerminalPanel, TerminalStore } from "./terminal-store";
import { makeXtermHost, type XtermHost } from "./xterm-host";

async function openFile(app: App, panel: TerminalPanel, store: TerminalStore, link: FileLink): Promise<void> {
  const root = app.workspace()?.root ?? "/";
  const cwd = store.get(panel.state().id ?? "")?.cwd ?? root;
  const path = await chooseFile(app.ipc, link, { cwd, root, home: app.boot.app.home });
  await app.commands.run("editor.openFile", { path: { path }, line: link.line, column: link.column });
}

export function hostFor(
  app: App,
  panel: TerminalPanel,
  store: TerminalStore,
  onLastLine: (line: string) => void,
): XtermHost {
  // A list that fails here changes nothing; the next output asks again.
  const asking = makeAfterOutput(() => void store.refresh().catch(() => undefined));
  const session = () => store.shown.get(panel.id)?.session;

  const host = makeXtermHost({
    settings: app.settings,
    softwareRendering: app.boot.app.softwareRendering,
    onInput: (data) => session()?.input(data),
    onPaste: (text) => void pasteInto(app, host, text),
    onFocus: (focused) => {
      app.contexts.set("terminalFocus", focused);
      if (focused) store.lastFocused = panel.id;
    },
    onLastLine: (line) => {
      onLastLine(line);
      asking.touch();
    },
    openAddress: (url) => {
      app.ipc.linkOpen({ url }).catch((error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        app.notify({ level: "error", message });
      });
    },
    openFile: (link) => void openFile(app, panel, store, link),
  });
  return {
    ...host,
    dispose: () => {
      asking.stop();
      host.dispose();
    },
  };
}
