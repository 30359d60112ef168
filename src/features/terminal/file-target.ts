/** Where a place in the output leads in the workspace. */
import type { Ipc } from "../../ipc/client";
import type { App } from "../../kernel/app";
import type { FileLink } from "./link-matcher";

export interface Surroundings {
  /** The terminal's folder, absolute. */
  cwd: string;
  /** The workspace, absolute. */
  root: string;
  home: string | null;
}

function normalise(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

/** An absolute path as the workspace names it; what lies outside stays absolute. */
export function inWorkspace(absolute: string, root: string): string {
  const base = normalise(root);
  const prefix = base === "/" ? base : `${base}/`;
  if (absolute === base) return "";
  return absolute.startsWith(prefix) ? absolute.slice(prefix.length) : absolute;
}

/** Paths for people may start with `~`. */
export function expanded(path: string, home: string | null): string {
  return home !== null && (path === "~" || path.startsWith("~/")) ? home + path.slice(1) : path;
}

/** The files a link may mean, the likeliest first: relative to the workspace, or absolute outside of it. */
export function candidates(link: FileLink, { cwd, root, home }: Surroundings): string[] {
  const path = expanded(link.path, home);
  const base = expanded(root, home);
  if (path.startsWith("/")) return [inWorkspace(normalise(path), base)];
  // Build tools often tell paths from the top, wherever they were started.
  const places = [expanded(cwd, home), base].map((from) => inWorkspace(normalise(`${from}/${path}`), base));
  return [...new Set(places)];
}

async function exists(ipc: Ipc, path: string): Promise<boolean> {
  if (path.startsWith("/")) return false;
  const cut = path.lastIndexOf("/");
  const folder = cut < 0 ? "" : path.slice(0, cut);
  try {
    const { entries } = await ipc.treeList({ path: { path: folder } });
    return entries.some((entry) => entry.path.path === path);
  } catch {
    return false;
  }
}

/** The file a link means; when none of them is there the likeliest, whose opening then tells so. */
export async function chooseFile(ipc: Ipc, link: FileLink, around: Surroundings): Promise<string> {
  const [first = link.path, ...others] = candidates(link, around);
  if (others.length === 0 || (await exists(ipc, first))) return first;
  for (const other of others) if (await exists(ipc, other)) return other;
  return first;
}

/** Opens the file that a link in an output means, seen from the folder `cwd` that its command ran in. */
export async function openPlace(app: App, link: FileLink, cwd: string): Promise<void> {
  const root = app.workspace()?.root ?? "/";
  const path = await chooseFile(app.ipc, link, { cwd, root, home: app.boot.app.home });
  await app.commands.run("editor.openFile", { path: { path }, line: link.line, column: link.column });
}
