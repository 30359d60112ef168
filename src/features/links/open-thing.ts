/** Goes to a thing that links tell of. */
import type { LinkedThing } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visibleText } from "../../ui/visible-name";
import { openRef } from "./open-ref";

/** `preview` leaves the focus where it is. */
export async function openThing(app: App, thing: LinkedThing, preview: boolean): Promise<void> {
  const { kind, path, line, ref } = thing;
  if (thing.missing) {
    app.notify({ level: "info", message: `${visibleText(thing.title)} is no longer there.` });
    return;
  }
  if (!path || kind === "run" || kind === "commit") return openRef(app, ref);
  const place = line === null ? {} : { line };
  await app.commands.run("editor.openFile", { path, ...place, preview, focus: !preview });
}
