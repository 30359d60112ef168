import { Text } from "@codemirror/state";

/** A text as its owner has it. */
export interface OwnersText {
  text: Text;
  /** The change it stands on, which the next change names as its parent. */
  head: string | null;
}

const LINE_END = 0x0a;

/** Takes the owner's answer apart: one line that names the head, and the text. */
export function decodeOwnersText(data: ArrayBuffer): OwnersText {
  const bytes = new Uint8Array(data);
  const end = bytes.indexOf(LINE_END);
  const head = new TextDecoder().decode(bytes.subarray(0, end));
  return { text: decodeText(bytes.subarray(end + 1)), head: head === "" ? null : head };
}

/**
 * Makes an editor's text of UTF-8 with `\n` line ends.
 *
 * All at once: decoding in slices takes two to four times as long for 100 MB, and the lines share the one
 * string in any case.
 */
export function decodeText(data: AllowSharedBufferSource): Text {
  return Text.of(new TextDecoder("utf-8", { ignoreBOM: true }).decode(data).split("\n"));
}
