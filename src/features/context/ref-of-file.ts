import type { WirePath } from "../../ipc/bindings";

/** The reference of a file, as a note where it is one. */
export function refOfFile({ path }: WirePath): string {
  return /\.(md|markdown)$/i.test(path) ? `note:${path}` : `file:${path}`;
}
