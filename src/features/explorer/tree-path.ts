/** Paths of the tree, also those whose bytes are not UTF-8. */
import type { EntryKind, TreeEntry, WirePath } from "../../ipc/bindings";

export const ROOT: WirePath = { path: "" };

/** One string for one path, whatever its bytes. */
export function keyOf(path: WirePath): string {
  return path.pathBytes ? `bytes:${path.pathBytes}` : path.path;
}

/** What an entry acts as: a link acts as what it leads to. */
export function roleOf(entry: Pick<TreeEntry, "kind" | "target">): EntryKind {
  return entry.kind === "link" ? (entry.target ?? "link") : entry.kind;
}

export const isFolder = (entry: Pick<TreeEntry, "kind" | "target">): boolean => roleOf(entry) === "folder";

/** The path of a name inside a folder. */
export function joinPath(folder: WirePath, name: string): WirePath {
  const path = folder.path === "" ? name : `${folder.path}/${name}`;
  if (!folder.pathBytes) return { path };
  const bytes = new TextEncoder().encode(`/${name}`);
  const tail = String.fromCharCode(...bytes);
  return { path, pathBytes: btoa(atob(folder.pathBytes) + tail) };
}

/** The last part of a path as a path of its own below another folder, with its real bytes. */
export function moveInto(folder: WirePath, entry: Pick<TreeEntry, "name" | "path">): WirePath {
  if (!entry.path.pathBytes) return joinPath(folder, entry.name);
  const whole = atob(entry.path.pathBytes);
  const tail = whole.slice(whole.lastIndexOf("/") + 1);
  const path = folder.path === "" ? entry.name : `${folder.path}/${entry.name}`;
  const parent = bytesOf(folder);
  return { path, pathBytes: btoa(parent === "" ? tail : `${parent}/${tail}`) };
}

/** Whether one path is the other or lies below it. */
export function isInside(path: WirePath, folder: WirePath): boolean {
  const [inner, outer] = [keyOf(path), keyOf(folder)];
  return inner === outer || path.path.startsWith(`${folder.path}/`) || folder.path === "";
}

/** A path at or below `from` as it is once that is called `to`; `undefined` for any other path. */
export function rebase(path: WirePath, from: WirePath, to: WirePath): WirePath | undefined {
  const [whole, head] = [bytesOf(path), bytesOf(from)];
  if (whole !== head && !whole.startsWith(`${head}/`)) return undefined;
  const moved = to.path + path.path.slice(from.path.length);
  if (!path.pathBytes && !to.pathBytes) return { path: moved };
  return { path: moved, pathBytes: btoa(bytesOf(to) + whole.slice(head.length)) };
}

/** The bytes of a path, one a character. */
function bytesOf(path: WirePath): string {
  return path.pathBytes ? atob(path.pathBytes) : String.fromCharCode(...new TextEncoder().encode(path.path));
}
