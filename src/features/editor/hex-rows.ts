/** Bytes in a row. */
export const ROW = 16;

export interface HexRow {
  offset: string;
  bytes: string;
  text: string;
}

/** One row of a hexadecimal view; `at` is the offset of its first byte in the file. */
export function hexRow(bytes: Uint8Array, at: number): HexRow {
  const parts: string[] = [];
  let text = "";
  for (let index = 0; index < ROW; index++) {
    const byte = bytes[index];
    parts.push(byte === undefined ? "  " : byte.toString(16).padStart(2, "0"));
    if (byte !== undefined) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·";
  }
  const halves = [parts.slice(0, 8).join(" "), parts.slice(8).join(" ")];
  return { offset: at.toString(16).padStart(8, "0"), bytes: halves.join("  ").trimEnd(), text };
}
