/** What a block's header says. */
import type { RunInfo } from "../../../ipc/bindings";
import { visibleName, visiblePath } from "../../../ui/visible-name";

/** A path as people write it: `~` for the home. */
export function homely(path: string, home: string | null | undefined): string {
  if (!home || (path !== home && !path.startsWith(`${home}/`))) return path;
  return `~${path.slice(home.length)}`;
}

/** `~/src/ripgrep  main`; empty where nothing is known. */
export function placeText(info: RunInfo | undefined, home: string | null | undefined): string {
  const folder = info?.cwd ? visiblePath(homely(info.cwd, home)) : "";
  const branch = info?.branch ? visibleName(info.branch) : "";
  return [folder, branch].filter(Boolean).join("  ");
}
