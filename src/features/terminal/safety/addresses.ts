/** Where the addresses of links that a program marked itself (OSC 8) may lead. */
import { inWorkspace, expanded } from "../file-target";
import type { FileLink } from "../link-matcher";

/** The file in the workspace that a `file:` address means, with the line behind `#L` or `:`. */
export function pathOfAddress(
  address: string,
  root: string | undefined,
  home: string | null,
): FileLink | undefined {
  if (root === undefined || !/^file:\/\//i.test(address)) return undefined;
  let path: string;
  let hash: string;
  try {
    const url = new URL(address);
    path = decodeURIComponent(url.pathname);
    hash = url.hash;
  } catch {
    return undefined;
  }
  if (path.includes("\0") || path.split("/").includes("..")) return undefined;
  const place = /^(.+?)(?::(\d{1,7}))?(?::(\d{1,7}))?$/.exec(path);
  if (!place) return undefined;
  const [, file = "", line, column] = place;
  const inside = inWorkspace(file, expanded(root, home));
  if (inside.startsWith("/") || inside === "") return undefined;
  const anchor = /^#L(\d{1,7})/.exec(hash)?.[1];
  return {
    start: 0,
    end: address.length,
    path: file,
    line: Math.max(1, Number(line ?? anchor ?? 1)),
    ...(column ? { column: Math.max(1, Number(column)) } : {}),
  };
}
