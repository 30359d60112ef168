/** Puts commands at a shell's prompt; nothing is ever typed into another program. */
import type { App } from "../../kernel/app";
import { MASKED } from "./blocks/blocks";
import { pasteInto } from "./paste";
import { sanitisePaste } from "./paste-text";
import type { ShownTerminal, TerminalStore } from "./terminal-store";

/** Whether the shell waits for a command: by its marks, and where it makes none by what is in front. */
export function isAtPrompt(
  store: TerminalStore,
  { panel, blocks }: Pick<ShownTerminal, "panel" | "blocks">,
): boolean {
  const at = blocks.at();
  const terminal = store.get(panel.state().id ?? "");
  if (!terminal || terminal.exit) return false;
  return at === "unknown" ? terminal.busy === null && !blocks.covered() : at === "input";
}

export interface PutOptions {
  /** Press Enter behind it. */
  run: boolean;
  /** Take away what is typed at the prompt already; without it that is left alone, and nothing is put. */
  replace: boolean;
}

/** Kills the line up to the cursor, in every shell's usual keys. */
const KILL_LINE = "\x15";

/** Puts a command at the prompt of a terminal; answers whether it stands there. */
export async function putCommand(
  app: App,
  store: TerminalStore,
  shown: ShownTerminal,
  raw: string,
  { run, replace }: PutOptions,
): Promise<boolean> {
  const refuse = (message: string, hint: string): false => {
    app.notify({ level: "warn", message, hint });
    return false;
  };
  const { text, removed } = sanitisePaste(raw);
  const command = text.replace(/\n+$/, "");
  if (command === "") return false;
  // What the owner told last may be old by half a second; a program gets nothing that is typed here.
  if (shown.blocks.at() === "unknown") await store.refresh().catch(() => undefined);
  if (!isAtPrompt(store, shown)) {
    return refuse(
      "A program runs in this terminal.",
      "Wait until its prompt is back, or use another terminal.",
    );
  }
  const { host } = shown.session;
  const typed = shown.blocks.typed() ?? "";
  if (typed.trim() !== "" && !replace) {
    return refuse("Something is typed at the prompt already.", "Run it or take it away first.");
  }
  const masked = command.includes(MASKED);
  if (typed !== "") shown.session.input(KILL_LINE);
  if (host.bracketedPaste()) host.paste(command);
  else if (command.includes("\n")) {
    if (!(await pasteInto(app, host, command))) return false;
  }
  // A tab would ask the shell to complete.
  else shown.session.input(command.replaceAll("\t", " "));
  host.focus();
  if (masked) {
    app.notify({
      level: "info",
      message: "A secret in this command is not kept. It stands at the prompt and was not run.",
      hint: "Put the secret in its place and press Enter.",
    });
  } else if (removed > 0) {
    app.notify({
      level: "warn",
      message: "Control characters were left out of the command; it was not run.",
    });
  } else if (run) shown.session.input("\r");
  return true;
}
