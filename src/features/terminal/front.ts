/** The terminal that a person means, as other parts of the window see it. */
import type { App } from "../../kernel/app";
import { homely } from "../../ui/homely";
import { expanded, inWorkspace, openPlace } from "./file-target";
import type { FileLink } from "./link-matcher";
import { isAtPrompt, putCommand, type PutOptions } from "./prompt";
import { openTerminal, shownOf } from "./terminal-commands";
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
  /** Starts a terminal in a folder, absolute; false where it is outside of the workspace. */
  openIn(folder: string): boolean;
  /** Opens a place that a command's output tells of, seen from where it ran. */
  openPlace(link: FileLink, folder: string | null): Promise<void>;
  /** A path with `~` for the home. */
  homely(path: string): string;
}

export function makeFront(app: App, store: TerminalStore): TerminalFront {
  const { home } = app.boot.app;
  const root = () => expanded(app.workspace()?.root ?? "/", home);
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
    openIn(folder) {
      const inside = inWorkspace(expanded(folder, home), root());
      if (inside.startsWith("/")) return false;
      openTerminal(app, inside === "" ? { id: null } : { id: null, cwd: { path: inside } });
      return true;
    },
    openPlace: (link, folder) => openPlace(app, link, folder ?? root()),
    homely: (path) => homely(path, home),
  };
}
