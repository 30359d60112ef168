/** Puts the frame and the features together; the only place that knows all of them. */
import { createRoot, onCleanup, type JSX } from "solid-js";
import { render } from "solid-js/web";
import { installBackup } from "./features/backup";
import { installContext } from "./features/context";
import { installEditor, readAhead } from "./features/editor";
import { installExplorer } from "./features/explorer";
import { installGitStatus } from "./features/git-status";
import { installGraph } from "./features/graph";
import { installHelp } from "./features/help";
import { installHistory } from "./features/history";
import { installIndexStatus } from "./features/index-status";
import { installLinks } from "./features/links";
import { installLinksAbove } from "./features/links-above";
import { installLog } from "./features/log";
import { installMeaningStatus } from "./features/meaning-status";
import { installNotes } from "./features/notes";
import { installOutline } from "./features/outline";
import { installPalette } from "./features/palette";
import { installProblems } from "./features/problems";
import { installProfiles } from "./features/profiles";
import { installRestore } from "./features/restore";
import { installRuns } from "./features/runs";
import { installScripts } from "./features/scripts";
import { installSearch } from "./features/search";
import { installSearchEditor } from "./features/search-editor";
import { installSessions } from "./features/sessions";
import { installSettings } from "./features/settings";
import { installEgress } from "./features/egress";
import { installSidecarStatus } from "./features/sidecar-status";
import { installSymbols } from "./features/symbols";
import { installTasks } from "./features/tasks";
import { installTerminal } from "./features/terminal";
import { installTimeline } from "./features/timeline";
import { installWorkbench } from "./features/workbench";
import type { Boot, UiEvent } from "./ipc/bindings";
import type { Ipc } from "./ipc/client";
import { createFrame } from "./kernel/create-frame";
import type { Frame } from "./kernel/frame";
import { FailedState } from "./ui/states";

/** Where the page gets its data from. */
export interface AppSource {
  ipc: Ipc;
  boot: (ipc: Ipc) => Promise<Boot>;
  listen: (handle: (event: UiEvent) => void) => void;
}

export interface Page {
  frame: Frame;
  /** Takes the window off the page again, with everything that listens. */
  dispose: () => void;
}

/**
 * Draws the window in an element; when it cannot, it says why in its place and answers with nothing.
 * `install` adds what is not ours.
 */
export async function startApp(
  root: HTMLElement,
  source: AppSource,
  install: (frame: Frame) => void = () => undefined,
): Promise<Page | undefined> {
  let boot: Boot;
  try {
    boot = await source.boot(source.ipc);
  } catch (fault) {
    const retry = { title: "Try Again", run: () => window.location.reload() };
    render(() => <FailedState title="Tenon could not start." fault={fault} actions={[retry]} />, root);
    return undefined;
  }
  const { ipc, notice } = await readAhead(source.ipc, boot);
  const listen = (handle: (event: UiEvent) => void): void => {
    source.listen((event) => {
      notice(event);
      handle(event);
    });
  };
  return createRoot(async (dispose) => {
    const frame = createFrame({ boot, ipc, listen });
    const view = installFeatures(frame);
    install(frame);
    onCleanup(render(view, root));
    await frame.start();
    return { frame, dispose };
  });
}

function installFeatures(frame: Frame) {
  const window = installWorkbench(frame);
  const palette = installPalette(frame);
  installSettings(frame);
  installProfiles(frame);
  installHelp(frame);
  const overlays: (() => JSX.Element)[] = [];
  if (frame.workspace()) {
    installGitStatus(frame);
    installIndexStatus(frame);
    installMeaningStatus(frame);
    installExplorer(frame);
    const search = installSearch(frame);
    installSymbols(frame);
    installEditor(frame);
    installSearchEditor(frame, search);
    overlays.push(installNotes(frame));
    installTasks(frame);
    installGraph(frame);
    installContext(frame);
    installLinksAbove(frame);
    installOutline(frame);
    installTimeline(frame);
    installHistory(frame);
    const links = installLinks(frame);
    const runs = installRuns(frame, installTerminal(frame, links), links);
    overlays.push(runs);
    installScripts(frame);
    installProblems(frame);
    installLog(frame);
    installSessions(frame);
    installEgress(frame);
    installSidecarStatus(frame);
    installRestore(frame);
    installBackup(frame);
  }
  return () => [window(), palette(), overlays.map((draw) => draw())];
}
