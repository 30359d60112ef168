/** Closing terminals: nothing that runs is ended without a question. */
import { AppError } from "../../ipc/app-error";
import type { TerminalInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureOf } from "./terminal-session";
import type { TerminalPanel, TerminalStore } from "./terminal-store";

/** What the owner says now; what was known before when it does not answer. */
async function refreshed(store: TerminalStore): Promise<void> {
  await store.refresh().catch(() => undefined);
}

async function mayEnd(app: App, terminal: TerminalInfo): Promise<boolean> {
  if (terminal.exit || !terminal.busy) return true;
  const answer = await app.dialogs.ask({
    title: `End ${terminal.busy}?`,
    message: `${terminal.busy} is still running in the terminal “${terminal.name}”. Closing the terminal ends it.`,
    answers: [
      { id: "end", title: `End ${terminal.busy}`, danger: true },
      { id: "keep", title: "Keep It Running" },
    ],
    cancel: "keep",
  });
  return answer === "end";
}

/** Ends the terminal of a panel that is about to close; `false` keeps the panel. */
export async function closeTerminal(app: App, store: TerminalStore, panel: TerminalPanel): Promise<boolean> {
  const { id } = panel.state();
  if (id === null || store.isGone(id)) return true;
  await refreshed(store);
  const terminal = store.get(id);
  if (terminal && !(await mayEnd(app, terminal))) return false;
  try {
    await app.ipc.terminalClose({ id });
    return true;
  } catch (error) {
    // Somebody else ended it meanwhile, which is what was asked for.
    if (AppError.from(error).code === "notFound") return true;
    app.notify({ level: "error", ...failureOf(error) });
    return false;
  }
}

/** Asked before the window closes. */
export async function mayQuit(app: App, store: TerminalStore): Promise<boolean> {
  const ids = app.workbench.panels("terminal").map((panel) => (panel as TerminalPanel).state().id);
  if (ids.length === 0) return true;
  await refreshed(store);
  const programs = store
    .all()
    .filter((terminal) => ids.includes(terminal.id) && !terminal.exit)
    .flatMap((terminal) => terminal.busy ?? []);
  if (programs.length === 0) return true;
  const answer = await app.dialogs.ask({
    title: programs.length === 1 ? `End ${programs[0]}?` : `End ${programs.length} programs?`,
    message: `Still running in terminals: ${programs.join(", ")}. Closing the window ends what runs in it.`,
    answers: [
      { id: "close", title: "Close the Window", danger: true },
      { id: "keep", title: "Keep It Open" },
    ],
    cancel: "keep",
  });
  return answer === "close";
}
