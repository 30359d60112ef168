/**
 * Joins a terminal's screen to the window: input, links, pastes and the focus.
 *
 * The window's keymap listens before the page does. With `terminalFocus` it takes only the keys of
 * `terminal.commandsToSkipShell` and those bound to terminals; whatever reaches the screen is for the shell.
 */
import type { App } from "../../kernel/app";
import { makeAfterOutput } from "./after-output";
import { openPlace } from "./file-target";
import type { FileLink } from "./link-matcher";
import { pasteInto } from "./paste";
import type { ClipboardGate } from "./safety/clipboard";
import { pathOfAddress } from "./safety/addresses";
import { failureOf } from "./terminal-session";
import type { TerminalPanel, TerminalStore } from "./terminal-store";
import { makeXtermHost, type XtermHost } from "./xterm-host";

async function openFile(
  app: App,
  panel: TerminalPanel,
  store: TerminalStore,
  link: FileLink,
  line: number,
): Promise<void> {
  // A path is meant from where its command ran, wherever the shell has gone since.
  const folder = store.shown.get(panel.id)?.blocks.folderAt(line);
  const cwd = folder ?? store.get(panel.state().id ?? "")?.cwd ?? app.workspace()?.root ?? "/";
  await openPlace(app, link, cwd);
}

export function hostFor(
  app: App,
  panel: TerminalPanel,
  store: TerminalStore,
  clipboard: ClipboardGate,
  onLastLine: (line: string) => void,
): XtermHost {
  const blocks = () => store.shown.get(panel.id)?.blocks;
  // A list that fails here changes nothing; the next output asks again.
  const asking = makeAfterOutput(() => void store.refresh().catch(() => undefined));
  const session = () => store.shown.get(panel.id)?.session;

  const host = makeXtermHost({
    settings: app.settings,
    softwareRendering: app.boot.app.softwareRendering,
    onInput: (data) => {
      clipboard.typed();
      blocks()?.select(undefined);
      session()?.input(data);
    },
    onMarks: (marks) => blocks()?.take(marks),
    onClipboard: (text) => {
      clipboard.ask(text).catch((error: unknown) => app.notify({ level: "error", ...failureOf(error) }));
    },
    onPaste: (text) => void pasteInto(app, host, text),
    onFocus: (focused) => {
      if (focused) store.setLastFocused(panel.id);
      app.contexts.set("terminalFocus", focused);
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
    openFile: (link, line) => void openFile(app, panel, store, link, line),
    pathOf: (address) => pathOfAddress(address, app.workspace()?.root, app.boot.app.home),
  });
  return {
    ...host,
    dispose: () => {
      asking.stop();
      host.dispose();
    },
  };
}
