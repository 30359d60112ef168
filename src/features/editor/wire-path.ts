import type { WirePath } from "../../ipc/bindings";

/** One string for one path, whatever its bytes. */
export function pathKey(path: WirePath): string {
  return path.pathBytes ? `bytes:${path.pathBytes}` : path.path;
}

export function samePath(a: WirePath | null | undefined, b: WirePath | null | undefined): boolean {
  return !!a && !!b && pathKey(a) === pathKey(b);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
