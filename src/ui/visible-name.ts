/**
 * Names as they are shown. A file may be called almost anything: what a name would hide, or what would reorder
 * the words around it, stands there as code writes it. Pictures such as ␊ are in few fonts.
 */

/** Characters without a shape of their own: controls, marks of direction, blanks of no or unusual width. */
const UNSHOWN =
  /[\p{Cc}\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

const SHORT: Record<string, string> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Around a joiner that belongs there: inside of an emoji, or between letters whose writing needs it. */
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f]/u;
const JOINED = /[\p{M}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}]/u;

/** A name with everything in it to be seen; blanks at its ends too. Reading it again changes nothing. */
export function visibleName(name: string): string {
  return visible(name).text;
}

/** A path, each name in it as `visibleName` shows it. */
export function visiblePath(path: string): string {
  return path.split("/").map(visibleName).join("/");
}

/** A sentence with names in it: as `visibleName`, but blanks and line ends are the sentence's own. */
export function visibleText(text: string): string {
  const chars = [...text];
  return chars
    .map((char, at) => (char === "\n" ? char : shownAs(char, chars[at - 1], chars[at + 1])))
    .join("");
}

/** A name as it is shown, with marks at UTF-16 offsets moved along. */
export function visible(
  name: string,
  positions: readonly number[] = [],
): { text: string; positions: number[] } {
  const marked = new Set(positions);
  const chars = [...name];
  const first = chars.findIndex((char) => char !== " ");
  const last = chars.findLastIndex((char) => char !== " ");
  const moved: number[] = [];
  let text = "";
  let from = 0;
  chars.forEach((char, index) => {
    const atEnd = char === " " && (first < 0 || index < first || index > last);
    const shown = atEnd ? numberOf(char) : shownAs(char, chars[index - 1], chars[index + 1]);
    const isMarked = marked.has(from) || (char.length > 1 && marked.has(from + 1));
    if (isMarked) for (let at = 0; at < shown.length; at++) moved.push(text.length + at);
    text += shown;
    from += char.length;
  });
  return { text, positions: moved };
}

function shownAs(char: string, before = "", after = ""): string {
  const short = SHORT[char];
  if (short) return short;
  if (!UNSHOWN.test(char)) return char;
  if (char === "\u200d" && EMOJI.test(before) && EMOJI.test(after)) return char;
  if ((char === "\u200d" || char === "\u200c") && JOINED.test(before)) return char;
  return numberOf(char);
}

function numberOf(char: string): string {
  return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}
