/** Finds places in files, such as `src/main.rs:12:5`, in a line of output. */

export interface FileLink {
  /** UTF-16 offsets in the line; `end` is behind the last unit. */
  start: number;
  end: number;
  path: string;
  /** From 1. */
  line: number;
  /** From 1, when the program told one. */
  column?: number;
}

/** Lines are looked at only so far: nobody follows a link behind that. */
const LONGEST = 4096;

// A path starts behind a blank, a quote or an opening bracket and holds none of the characters that
// stand around paths in messages.
const BEFORE = "(^|[\\s\"'`(\\[{<|=,;│])";
const PATH = "((?:file://)?[^\\s:\"'`(){}<>|,;=*?│\\[\\]][^\\s:\"'`(){}<>|,;*?│]*)";
const NUMBER = "(\\d{1,7})";

/** `path:line` and `path:line:column`, as of rustc, gcc, grep and most others. */
const COLONS = new RegExp(`${BEFORE}${PATH}:${NUMBER}(?::${NUMBER})?(?!\\d)`, "g");
/** `path(line,column)`, as of tsc. */
const BRACKETS = new RegExp(`${BEFORE}${PATH}\\(${NUMBER}(?:[,:] ?${NUMBER})?\\)`, "g");
/** `File "path", line 3`, as of Python; the path may hold blanks. */
const PYTHON = /(File ")([^"<]+)", line (\d{1,7})()/g;

const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+/gi;

/** Whether it looks like a file: with a folder before it, or with a name's ending that is no number. */
function looksLikeFile(path: string): boolean {
  if (path.startsWith("//")) return false;
  return path.includes("/") || /[^.]\.[A-Za-z_][\w+-]*$/.test(path);
}

function collect(line: string, pattern: RegExp): FileLink[] {
  const found: FileLink[] = [];
  for (const match of line.matchAll(pattern)) {
    const [whole, before = "", rawPath = "", lineNumber = "", column] = match;
    const path = rawPath.replace(/^file:\/\//, "");
    const start = match.index + before.length;
    const end = match.index + whole.length;
    if (Number(lineNumber) === 0) continue;
    const link: FileLink = { start, end, path, line: Number(lineNumber) };
    if (column) link.column = Math.max(1, Number(column));
    found.push(link);
  }
  return found;
}

/** All places in `text`, from left to right, none over another. */
export function matchFileLinks(text: string): FileLink[] {
  const line = text.slice(0, LONGEST);
  if (!/\d/.test(line)) return [];
  const addresses = [...line.matchAll(ADDRESS)]
    .filter((match) => !match[0].startsWith("file://"))
    .map((match) => ({ start: match.index, end: match.index + match[0].length }));
  const plain = [...collect(line, BRACKETS), ...collect(line, COLONS)].filter((link) =>
    looksLikeFile(link.path),
  );
  const taken = [...addresses];
  const links: FileLink[] = [];
  for (const link of [...collect(line, PYTHON), ...plain]) {
    if (taken.some((other) => link.start < other.end && other.start < link.end)) continue;
    taken.push(link);
    links.push(link);
  }
  return links.sort((a, b) => a.start - b.start);
}
