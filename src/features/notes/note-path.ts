/** Which files are notes, and where links between them lead. */
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

export const KIND = "note";

/** What a layout keeps of a reading view. */
export interface NoteState {
  path: WirePath;
}

export function isNote(path: WirePath): boolean {
  return /\.(md|markdown)$/i.test(path.path);
}

/** A file's name without its ending. */
export function stemOf(path: WirePath): string {
  const name = path.path.slice(path.path.lastIndexOf("/") + 1);
  return name.replace(/\.(md|markdown)$/i, "");
}

export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** One string for one path, whatever its bytes. */
export function keyOf(path: WirePath): string {
  return path.pathBytes ? `bytes:${path.pathBytes}` : path.path;
}

/** The note of the front panel, whichever way it is shown. */
export function noteInFront(app: App): WirePath | undefined {
  const panel = app.workbench.active("center");
  if (panel?.kind !== "editor" && panel?.kind !== KIND) return undefined;
  const { path } = panel.state() as { path: WirePath | null };
  return path && isNote(path) ? path : undefined;
}

/** The path that a link in a file means, without what stands behind `#`; nothing where it leaves the folder. */
export function resolvePath(from: WirePath, address: string): string | undefined {
  if (address === "" || address.includes("\0")) return undefined;
  const parts = address.startsWith("/") ? [] : folderOf(from.path).split("/").filter(Boolean);
  for (const part of address.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join("/");
}
