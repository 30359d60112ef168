/** The history of commands: a panel over the terminals, on Ctrl+R. */
import { createEffect, createSignal, Show, type JSX } from "solid-js";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { onDemand } from "../../ui/on-demand";
import type { LinkStore } from "../links";
import type { TerminalFront } from "../terminal";
import { makeRunActions, runCommands } from "./run-actions";
import { importRuns } from "./runs-import";
import { createRunsStore } from "./runs-store";

const load = async () => (await import("./runs-panel")).RunsPanel;
const RunsPanel = onDemand(load);

/** Installs the history and answers with what draws its panel. */
export function installRuns(app: App, front: TerminalFront, links: LinkStore): () => JSX.Element {
  const store = createRunsStore(app);
  const [shown, setShown] = createSignal(false);
  const attempt = (work: Promise<unknown>): void => {
    work.catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    });
  };
  createEffect(() => app.contexts.set("runsOpen", shown()));
  // The first Ctrl+R does not wait for the code of the panel.
  app.on("terminalChanged", () => void load().catch(() => undefined));

  /** Shows the command of a reference, `run:ID`, what fits a text, or what fits what is typed at the prompt. */
  const open = async (what: unknown): Promise<void> => {
    if (typeof what === "string" && what.startsWith("run:")) {
      await store.beginAt(what.slice("run:".length), front.folder());
    } else if (shown()) return;
    else store.begin(typeof what === "string" ? what : front.typed(), front.folder());
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
  const close = (): void => void setShown(false);
  const actions = makeRunActions(app, store, front, close);
  const fetch = async (): Promise<void> => {
    if ((await importRuns(app, front)) && shown()) await store.ask();
  };
  const { commands, menus } = runCommands(actions);
  app.commands.register(
    [
      { id: "runs.show", title: "Terminal: Command History", run: open },
      { id: "runs.import", title: "Terminal: Import Command History…", run: fetch },
      {
        id: "runs.next",
        title: "Terminal: Next Command of the History",
        internal: true,
        run: () => store.step(),
      },
      ...commands,
    ],
    menus,
  );
  return () => (
    <Show when={shown()}>
      <RunsPanel
        store={store}
        actions={actions}
        links={links}
        isKept={() => app.settings().terminalHistoryEnabled}
        homely={front.homely}
        attempt={attempt}
        onMenu={(run, at) => app.commands.showMenu("runs.context", at, run)}
        onOpenLink={(ref) => void app.commands.run("links.open", ref)}
        onImport={() => void app.commands.run("runs.import")}
        onTake={(command, run) => attempt(take(command, run))}
        onClose={close}
      />
    </Show>
  );
}
