/** The history of commands: a panel over the terminals, on Ctrl+R. */
import { createSignal, Show, type JSX } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { onDemand } from "../../ui/on-demand";
import type { TerminalFront } from "../terminal";
import { createRunsStore } from "./runs-store";

const RunsPanel = onDemand(async () => (await import("./runs-panel")).RunsPanel);

/** Installs the history and answers with what draws its panel. */
export function installRuns(app: App, front: TerminalFront): () => JSX.Element {
  const store = createRunsStore(app);
  const [shown, setShown] = createSignal(false);
  const attempt = (work: Promise<unknown>): void => {
    work.catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    });
  };

  const open = (): void => {
    if (shown()) return;
    store.begin(front.typed(), front.folder());
    setShown(true);
  };
  const take = async (command: string, run: boolean): Promise<void> => {
    const isAtPrompt = front.atPrompt();
    // The focus goes back first, so that the terminal meets the window as it was.
    setShown(false);
    await Promise.resolve();
    if (isAtPrompt) {
      await front.put(command, { run, replace: true });
      front.focus();
      return;
    }
    await app.ipc.clipboardWrite({ text: command });
    app.notify({
      level: "info",
      message: "The command was copied, because no terminal is at its prompt.",
      hint: "Paste it where it is to run.",
    });
  };
  const forget = async (run: RunInfo): Promise<void> => {
    const answer = await app.dialogs.ask({
      title: "Forget this command?",
      message:
        "It is deleted with its output from the history, the search and the backups. This cannot be undone.",
      list: [run.command],
      answers: [
        { id: "forget", title: "Forget", danger: true },
        { id: "keep", title: "Keep" },
      ],
      cancel: "keep",
    });
    if (answer === "forget") await store.forget(run);
  };

  app.commands.register([{ id: "runs.show", title: "Terminal: Command History", run: open }]);
  return () => (
    <Show when={shown()}>
      <RunsPanel
        store={store}
        isKept={() => app.settings().terminalHistoryEnabled}
        homely={front.homely}
        onTake={(command, run) => attempt(take(command, run))}
        onForget={(run) => attempt(forget(run))}
        onClose={() => setShown(false)}
      />
    </Show>
  );
}
