/** Symbols: of the folder, of a file, where they are defined and where they are used. */
import type { App } from "../../kernel/app";
import { symbolCommands, symbolMenus } from "./symbol-commands";
import { outlineProvider, workspaceProvider } from "./symbol-providers";

export { SymbolCrumbs } from "./symbol-crumbs";
export { symbolsAt } from "./symbol-rows";

export function installSymbols(app: App): void {
  app.commands.register(symbolCommands(app), symbolMenus);
  app.addQuickProvider(workspaceProvider(app));
  app.addQuickProvider(outlineProvider(app));
}
