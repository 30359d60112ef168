/** The terminal that a person means, as other parts of the window see it. */
import type { App } from "../../kernel/app";
import { homely } from "./blocks/block-words";
import { expanded } from "./file-target";
import { isAtPrompt, putCommand, type PutOptions } from "./prompt";
import { shownOf } from "./terminal-commands";
import type { TerminalStore } from "./terminal-store";

export interface TerminalFront {
  /** The folder that its shell is in, absolute. */
  folder(): string | undefined;
  /** What is typed at its prompt already. */
  typed(): string;
  /** Whether a command can be put there. */
  atPrompt(): boolean;
  /** Puts a command at its prompt; answers whether it stands there. */
  put(command: string, options: PutOptions): Promise<boolean>;
  focus(): void;
  /** A path with `~` for the home. */
  homely(path: string): string;
}

export function makeFront(app: App, store: TerminalStore): TerminalFront {
  const { home } = app.boot.app;
  const shown = () => shownOf(app, store, undefined);
  return {
    folder: () => {
      const cwd = store.get(shown()?.panel.state().id ?? "")?.cwd;
      return cwd === undefined ? undefined : expanded(cwd, home);
    },
    typed: () => shown()?.blocks.typed()?.trim() ?? "",
    atPrompt: () => {
      const front = shown();
      return front !== undefined && isAtPrompt(store, front);
    },
    put: async (command, options) => {
      const front = shown();
      return front !== undefined && putCommand(app, store, front, command, options);
    },
    focus: () => shown()?.panel.focus(),
    homely: (path) => homely(path, home),
  };
}
