import type { DocumentKind, Encoding } from "../bindings";

/** How a file is shown, by its name and its first bytes. */
export function kindOf(path: string, bytes: Uint8Array): DocumentKind {
  if (/\.(png|jpe?g|gif|webp|svg|ico|bmp)$/i.test(path)) return "image";
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return !utf16 && bytes.subarray(0, 8192).includes(0) ? "binary" : "text";
}

export function decode(bytes: Uint8Array, wanted: Encoding | null): { text: string; encoding: Encoding } {
  const encoding = wanted ?? detect(bytes);
  const label = { utf8: "utf-8", utf8Bom: "utf-8", utf16Le: "utf-16le", utf16Be: "utf-16be" };
  if (encoding === "windows1252") return { text: latin(bytes), encoding };
  return { text: new TextDecoder(label[encoding]).decode(bytes), encoding };
}

export function encode(text: string, encoding: Encoding): Uint8Array {
  if (encoding === "utf8") return new TextEncoder().encode(text);
  if (encoding === "utf8Bom") return new TextEncoder().encode(`\ufeff${text}`);
  if (encoding === "windows1252") return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);
  const bytes = new Uint8Array(text.length * 2 + 2);
  const view = new DataView(bytes.buffer);
  [..."\ufeff", ...text.split("")].forEach((unit, index) =>
    view.setUint16(index * 2, unit.charCodeAt(0), encoding === "utf16Le"),
  );
  return bytes;
}

function detect(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf8Bom";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf16Le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf16Be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf8";
  } catch {
    return "windows1252";
  }
}

function latin(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
