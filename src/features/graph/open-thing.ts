import type { LinkedThing } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

/** Goes to a thing: to its place in a file where it has one, else where its reference leads. */
export async function openThing(app: App, { ref, path, line, missing }: LinkedThing): Promise<void> {
  if (!path) return app.commands.run("links.open", ref);
  if (missing) return app.notify({ level: "info", message: `${path.path} is no longer there.` });
  const place = line === null ? {} : { line };
  return app.commands.run("editor.openFile", { path, preview: false, ...place });
}
