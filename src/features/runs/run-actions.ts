/** What can be done with a command of the history. */
import type { RunInfo } from "../../ipc/bindings";
import type { App, Command, MenuItem } from "../../kernel/app";
import type { TerminalFront } from "../terminal";
import type { OutputPart } from "./output-lines";
import type { RunsStore } from "./runs-store";

export interface RunActions {
  copy(run: RunInfo): Promise<void>;
  copyOutput(run: RunInfo): Promise<void>;
  copyLink(run: RunInfo): Promise<void>;
  linkTo(run: RunInfo): Promise<void>;
  /** Starts a terminal where the command ran. */
  openTerminal(run: RunInfo): Promise<void>;
  /** Deletes it everywhere, after a question. */
  forget(run: RunInfo): Promise<void>;
  /** Goes to a place that its output tells of. */
  follow(run: RunInfo, part: OutputPart): Promise<void>;
}

/** `close` takes the panel away, for what shows something else. */
export function makeRunActions(
  app: App,
  store: RunsStore,
  front: TerminalFront,
  close: () => void,
): RunActions {
  const copied = async (text: string, what: string): Promise<void> => {
    await app.ipc.clipboardWrite({ text });
    app.notify({ level: "info", message: `${what} was copied.` });
  };
  return {
    copy: (run) => copied(run.command, "The command"),
    copyOutput: async (run) => {
      const output = await store.output(run);
      if (output !== "") return copied(output, "The output");
      app.notify({ level: "info", message: "No output of this command is kept." });
    },
    copyLink: (run) => copied(`run:${run.id}`, `The link run:${run.id}`),
    linkTo: (run) => app.commands.run("links.add", `run:${run.id}`),
    async openTerminal(run) {
      if (run.cwd === null) {
        return app.notify({ level: "info", message: "It is not known where this command ran." });
      }
      if (front.openIn(run.cwd)) return close();
      app.notify({
        level: "info",
        message: `${front.homely(run.cwd)} is outside of this folder, where no terminal starts.`,
        hint: "Open that folder in a window of its own.",
      });
    },
    async forget(run) {
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
    },
    async follow(run, { file, address }) {
      if (address !== undefined) return void (await app.ipc.linkOpen({ url: address }));
      if (!file) return;
      close();
      await front.openPlace(file, run.cwd);
    },
  };
}

const titles: [name: keyof RunActions, group: string, title: string][] = [
  ["copy", "1", "Copy Command"],
  ["copyOutput", "1", "Copy Output"],
  ["copyLink", "2", "Copy Link"],
  ["linkTo", "2", "Link To…"],
  ["openTerminal", "3", "Open Terminal There"],
  ["forget", "4", "Forget…"],
];

/** The menu of a row, as commands. */
export function runCommands(actions: RunActions): { commands: Command[]; menus: MenuItem[] } {
  return {
    commands: titles.map(([name, , title]) => ({
      id: `runs.${name}`,
      title: `History: ${title}`,
      internal: true,
      run: (run) => (actions[name] as (run: RunInfo) => Promise<void>)(run as RunInfo),
    })),
    menus: titles.map(([name, group, title]) => ({
      menu: "runs.context",
      group,
      command: `runs.${name}`,
      title,
    })),
  };
}
