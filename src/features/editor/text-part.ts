import type { Encoding } from "../../ipc/bindings";

/** Bytes of a large file that are shown at once. */
export const PART = 1 << 20;
/** Bytes read beyond a part, so that its last character is whole. */
export const BEYOND = 4;

const labels: Record<Encoding, string> = {
  utf8: "utf-8",
  utf8Bom: "utf-8",
  utf16Le: "utf-16le",
  utf16Be: "utf-16be",
  windows1252: "windows-1252",
};

/**
 * The text of one part of a file. Characters that cross the border belong to the part in which they start;
 * `bytes` may hold up to `BEYOND` more than the part.
 */
export function textOfPart(bytes: Uint8Array, first: boolean, encoding: Encoding): string {
  const utf8 = encoding === "utf8" || encoding === "utf8Bom";
  let start = 0;
  let end = Math.min(bytes.length, PART);
  if (utf8) {
    while (!first && start < BEYOND && continues(bytes[start])) start += 1;
    while (end < bytes.length && continues(bytes[end])) end += 1;
  }
  return new TextDecoder(labels[encoding]).decode(bytes.subarray(start, end)).replace(/\r\n?/g, "\n");
}

function continues(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
