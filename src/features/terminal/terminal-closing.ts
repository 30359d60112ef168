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

async function mayEnd(app: App, terminals: TerminalInfo[]): Promise<boolean> {
  const running = terminals.filter((terminal) => terminal.busy && !terminal.exit);
  const [first] = running;
  if (!first) return true;
  const one = running.length === 1;
  const what = one ? `${first.busy}` : `${running.length} Programs`;
  const answer = await app.dialogs.ask({
    title: one ? `End ${first.busy}?` : `End ${running.length} programs?`,
    message: one
      ? `${first.busy} is still running in the terminal “${first.name}”. Closing the terminal ends it.`
      : "They are still running. Closing their terminals ends them.",
    ...(one ? {} : { list: running.map(({ busy, name }) => `${busy} in “${name}”`) }),
    answers: [
      { id: "end", title: `End ${what}`, danger: true },
      { id: "keep", title: one ? "Keep It Running" : "Keep Them Running" },
    ],
    cancel: "keep",
  });
  return answer === "end";
}

/** Ends the terminals of panels that are about to close, after one question; `false` keeps the panels. */
export async function closeTerminals(
  app: App,
  store: TerminalStore,
  panels: TerminalPanel[],
): Promise<boolean> {
  const ids = panels.flatMap((panel) => panel.state().id ?? []).filter((id) => !store.isGone(id));
  if (ids.length === 0) return true;
  await refreshed(store);
  if (
    !(await mayEnd(
      app,
      ids.flatMap((id) => store.get(id) ?? []),
    ))
  )
    return false;
  for (const id of ids) {
    try {
      await app.ipc.terminalClose({ id });
    } catch (error) {
      // Somebody else ended it meanwhile, which is what was asked for.
      if (AppError.from(error).code === "notFound") continue;
      app.notify({ level: "error", ...failureOf(error) });
      return false;
    }
  }
  return true;
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
