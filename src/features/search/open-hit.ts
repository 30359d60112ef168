/** Goes where a hit leads: its place in a file, or the history for a command that ran. */
import type { Hit } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { shownLine } from "./ranked-rows";

/** A hit that stands in no file: its path is the folder that the command ran in. */
export function isCommand(hit: Pick<Hit, "kind"> | undefined): boolean {
  return hit?.kind === "command";
}

export function openHit(app: App, hit: Hit, options: { preview: boolean; focus?: boolean }): Promise<void> {
  if (isCommand(hit)) return app.commands.run("runs.show", hit.ref);
  const { path, column, character, ranges } = hit;
  const { line } = shownLine(hit);
  // The line that a later part shows is not the one that its column is of.
  const at = line !== hit.line ? {} : character === undefined ? { column } : { character };
  const [first] = ranges;
  const length = first ? { length: first[1] - first[0] } : {};
  return app.commands.run("editor.openFile", { path, line, ...at, ...length, ...options });
}
