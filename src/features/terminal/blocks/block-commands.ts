/** What a person can do with the commands of a terminal and their output. */
import type { App, Command, MenuItem } from "../../../kernel/app";
import type { LinkStore } from "../../links";
import { putCommand } from "../prompt";
import { shownOf } from "../terminal-commands";
import type { ShownTerminal, TerminalStore } from "../terminal-store";
import { scriptOf } from "./saved-script";

interface Target {
  shown: ShownTerminal;
  run: string;
}

/** The run that a command is given, `{run}`. */
export function runOf(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null || !("run" in target)) return undefined;
  return typeof target.run === "string" ? target.run : undefined;
}

/** What a command wrote: from the screen, or where its beginning scrolled out from the history. */
async function outputOf(app: App, { shown, run }: Target): Promise<string> {
  const seen = shown.blocks.output(run);
  if (seen?.whole) return seen.text;
  try {
    return new TextDecoder().decode(await app.ipc.runOutput({ id: run }));
  } catch (error) {
    // What is left on the screen is better than nothing.
    if (seen) return seen.text;
    throw error;
  }
}

/** Below the header of a block, or at its edge, or where it is not drawn in the corner of the terminal. */
function menuPlace({ blocks, session }: ShownTerminal, run: string): { x: number; y: number } {
  const panel = session.host.screen.element?.closest(".terminal-panel");
  const drawn = panel?.querySelectorAll<HTMLElement>(".block-header, .block-edge") ?? [];
  const of = [...drawn].filter((element) => element.dataset["run"] === run);
  const header = of.find((element) => element.classList.contains("block-header"));
  const { left, top, bottom } = (header ?? of[0] ?? panel)?.getBoundingClientRect() ?? new DOMRect();
  return { x: left, y: header ? bottom : top + blocks.view.rowHeight };
}

export function blockCommands(app: App, store: TerminalStore, links: Pick<LinkStore, "of">): Command[] {
  const hasBlocks = () => [...store.shown.values()].some(({ blocks }) => blocks.some());
  const walk = (id: string, title: string, act: (shown: ShownTerminal) => void): Command => ({
    id: `terminal.${id}`,
    title: `Terminal: ${title}`,
    enabled: hasBlocks,
    run: (target) => {
      const shown = shownOf(app, store, target);
      if (shown) act(shown);
    },
  });
  const on = (id: string, title: string, act: (target: Target) => void | Promise<void>): Command => ({
    id: `terminal.${id}`,
    title: `Terminal: ${title}`,
    enabled: hasBlocks,
    run: async (target) => {
      const shown = shownOf(app, store, target);
      const run = runOf(target) ?? shown?.blocks.current()?.run;
      if (shown && run !== undefined) await act({ shown, run });
    },
  });
  const commandOf = ({ shown, run }: Target): { text: string; whole: boolean } | undefined => {
    const command = shown.blocks.command(run);
    if (!command) {
      app.notify({
        level: "info",
        message: "This command is not known any more: it has scrolled out and was not recorded.",
      });
    }
    return command;
  };
  const linking = async (command: string, { shown, run }: Target): Promise<void> => {
    if (shown.blocks.info(run)) return app.commands.run(command, `run:${run}`);
    app.notify({
      level: "info",
      message: "This command is not in the history, so that nothing can lead to it.",
      hint: "It begins with a blank, is left out by the settings, or the history is off.",
    });
  };
  const copy = async (text: string): Promise<void> => void (await app.ipc.clipboardWrite({ text }));

  return [
    walk("previousBlock", "Go to Previous Command", ({ blocks }) => blocks.step(-1)),
    walk("nextBlock", "Go to Next Command", ({ blocks }) => blocks.step(1)),
    walk("leaveBlock", "Leave the Selected Command", ({ blocks }) => blocks.select(undefined)),
    on("blockMenu", "Show Menu of Command", ({ shown, run }) => {
      const { blocks, panel } = shown;
      blocks.reveal(run);
      blocks.select(run);
      app.commands.showMenu("terminal.block", menuPlace(shown, run), { id: panel.id, run });
    }),
    on("blockCopyCommand", "Copy Command", async (target) => {
      const command = commandOf(target);
      if (command) await copy(command.text);
    }),
    on("blockCopyOutput", "Copy Output of Command", async (target) => copy(await outputOf(app, target))),
    on("blockCopy", "Copy Command and Output", async (target) => {
      const command = commandOf(target);
      const output = await outputOf(app, target);
      await copy(command ? `${command.text}\n${output}` : output);
    }),
    on("blockRunAgain", "Run Command Again", async (target) => {
      const command = commandOf(target);
      if (!command) return;
      const { text, whole } = command;
      const put = await putCommand(app, store, target.shown, text, { run: whole, replace: false });
      if (put) target.shown.blocks.select(undefined);
    }),
    on("blockSaveScript", "Save Command as Script", async (target) => {
      const command = commandOf(target);
      if (!command) return;
      const { shell } = store.get(target.shown.panel.state().id ?? "") ?? {};
      await app.commands.run("editor.newFile", scriptOf(command.text, shell));
    }),
    on("blockLinkTo", "Link Command To…", (target) => linking("links.add", target)),
    on("blockLinks", "Show Links of Command", (target) => {
      const hasNone = target.shown.blocks.info(target.run) && links.of(`run:${target.run}`).length === 0;
      if (!hasNone) return linking("links.show", target);
      app.notify({ level: "info", message: "This command has no links yet." });
    }),
    on("blockCopyLink", "Copy Link to Command", (target) => linking("links.copy", target)),
    on("blockHistory", "Show Command in History", (target) => linking("runs.show", target)),
    on("blockFirstError", "Go to First Error of Command", ({ shown, run }) => {
      const error = shown.blocks.info(run)?.firstError;
      if (!error) {
        app.notify({ level: "info", message: "No line of this command's output tells of an error." });
        return;
      }
      if (shown.blocks.revealText(run, error.text)) return;
      app.notify({ level: "info", message: "The line has scrolled out of the terminal.", hint: error.text });
    }),
  ];
}

const item = (menu: string, group: string, command: string, title: string): MenuItem => ({
  menu,
  group,
  command: `terminal.${command}`,
  title,
});

/** The menu of a block, and what of it stands in the menu of the terminal. */
export function blockMenus(links: Pick<LinkStore, "of">): MenuItem[] {
  const hasLinks = (target: unknown): boolean => links.of(`run:${runOf(target)}`).length > 0;
  const items = (menu: string, group: string): MenuItem[] => [
    item(menu, `${group}1`, "blockCopyCommand", "Copy Command"),
    item(menu, `${group}1`, "blockCopyOutput", "Copy Output"),
    item(menu, `${group}1`, "blockCopy", "Copy Command and Output"),
    item(menu, `${group}2`, "blockRunAgain", "Run Again"),
    item(menu, `${group}2`, "blockSaveScript", "Save as Script"),
    item(menu, `${group}2`, "blockFirstError", "Go to First Error"),
    item(menu, `${group}3`, "blockLinkTo", "Link To…"),
    { ...item(menu, `${group}3`, "blockLinks", "Show Links"), when: hasLinks },
    item(menu, `${group}3`, "blockCopyLink", "Copy Link"),
    item(menu, `${group}3`, "blockHistory", "Show in History"),
  ];
  return [
    ...items("terminal.block", ""),
    item("terminal.context", "15", "blockCopyOutput", "Copy Output of Last Command"),
  ];
}
