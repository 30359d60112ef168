/** Goes where a reference leads. */
import type { App } from "../../kernel/app";
import { openCommit } from "./open-commit";
import { symbolByRef } from "./ref-names";
import { kindName, readRef } from "./refs";

export async function openRef(app: App, text: string): Promise<void> {
  const ref = readRef(text);
  switch (ref?.kind) {
    case "file":
      return app.commands.run("editor.openFile", { path: { path: ref.id }, preview: false });
    case "run":
      return app.commands.run("runs.show", text);
    case "commit":
      return openCommit(app, text);
    case "symbol": {
      const symbol = await symbolByRef(app, text);
      if (!symbol) {
        return app.notify({
          level: "info",
          message: "This symbol is no longer in the folder.",
          hint: "It was deleted, or the index has not read its file yet.",
        });
      }
      const { path, line, column } = symbol;
      return app.commands.run("editor.openFile", { path, line, character: column, preview: false });
    }
    case undefined:
      return app.notify({ level: "warn", message: `"${text}" is no reference.`, hint: "Write kind:id." });
    default:
      // What has no place of its own yet can be pasted where it is asked for.
      await app.ipc.clipboardWrite({ text });
      app.notify({
        level: "info",
        message: `A ${kindName(ref?.kind ?? "")} cannot be shown here; its reference was copied.`,
      });
  }
}
