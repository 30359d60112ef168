/** What a paste may hold before it reaches the shell. */

export interface PasteText {
  /** The text without control characters; line ends are `\n`. */
  text: string;
  /** How many control characters were taken out. */
  removed: number;
  /** Lines that hold something. */
  lines: number;
  /** Whether pasting it would press Enter, and so run something. */
  runs: boolean;
}

// Tab and line feed are what people paste on purpose. Everything else below a blank, DEL, and the
// second set of control codes could steer the terminal, for example end a bracketed paste.

const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

export function sanitisePaste(raw: string): PasteText {
  const withLineFeeds = raw.replace(/\r\n?/g, "\n");
  const text = withLineFeeds.replace(CONTROL, "");
  const lines = text.split("\n").filter((line) => line.trim() !== "").length;
  return { text, removed: withLineFeeds.length - text.length, lines, runs: text.includes("\n") };
}

/** Joins the lines of a paste with blanks, so that nothing runs before Enter is pressed. */
export function joinLines(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join(" ");
}

const PREVIEW_LINES = 8;
const PREVIEW_UNITS = 120;

// These reorder or hide what a person reads, or steer the terminal, so the question shows them by their numbers.
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function visible(line: string): string {
  const short = line.length > PREVIEW_UNITS ? `${line.slice(0, PREVIEW_UNITS)}…` : line;
  return short.replace(INVISIBLE, (char) => {
    const code = char.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return `<U+${code}>`;
  });
}

/** The first lines of a paste, as the question shows them. */
export function previewPaste(text: string): string {
  const lines = text.replace(/\n+$/, "").split("\n");
  const shown = lines.slice(0, PREVIEW_LINES).map(visible);
  const more = lines.length - shown.length;
  if (more > 0) shown.push(`… and ${more} more ${more === 1 ? "line" : "lines"}`);
  return shown.join("\n");
}

/** The lines of a paste that hold control characters, as the question about them shows them. */
export function previewControls(raw: string): string {
  const lines = raw.replace(/\r\n?/g, "\n").split("\n");
  return previewPaste(lines.filter((line) => line.search(CONTROL) >= 0).join("\n"));
}
