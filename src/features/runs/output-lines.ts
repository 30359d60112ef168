/** What is shown of an output: its beginning and its end, line by line, with the places that can be gone to. Pure. */
import { matchFileLinks, type FileLink } from "../terminal";
import { visibleText } from "../../ui/visible-name";

export interface OutputPart {
  text: string;
  /** A place in a file. */
  file?: FileLink;
  /** A web address. */
  address?: string;
}

export interface OutputLine {
  /** From 1. */
  number: number;
  parts: OutputPart[];
}

export interface ShownOutput {
  head: OutputLine[];
  /** Lines between the two that are not shown. */
  hidden: number;
  tail: OutputLine[];
}

/** Lines that are shown of the beginning and of the end, where there are more than both. */
const HEAD = 100;
const TAIL = 100;
/** Letters that are shown of one line. */
const WIDEST = 2_000;

const ADDRESS = /\bhttps?:\/\/[^\s"'<>`]+[^\s"'<>`.,;:!?)\]}]/gi;

interface Found {
  start: number;
  end: number;
  file?: FileLink;
  address?: string;
}

/** One line taken apart at its links. */
export function partsOf(line: string): OutputPart[] {
  const text = line.slice(0, WIDEST);
  const addresses = [...text.matchAll(ADDRESS)].map((match): Found => {
    const [address] = match;
    return { start: match.index, end: match.index + address.length, address };
  });
  const files = matchFileLinks(text).map((file): Found => ({ start: file.start, end: file.end, file }));
  const free = files.filter(
    (file) => !addresses.some(({ start, end }) => file.start < end && start < file.end),
  );
  const parts: OutputPart[] = [];
  let from = 0;
  for (const { start, end, ...link } of [...addresses, ...free].sort((a, b) => a.start - b.start)) {
    if (start > from) parts.push({ text: visibleText(text.slice(from, start)) });
    parts.push({ text: visibleText(text.slice(start, end)), ...link });
    from = end;
  }
  const rest = text.slice(from) + (line.length > WIDEST ? " …" : "");
  if (rest !== "") parts.push({ text: visibleText(rest) });
  return parts;
}

/** What of an output is shown; `must` is a line that is to be among it, and `all` hides nothing. */
export function shownOutput(output: string, must: number | undefined, all: boolean): ShownOutput {
  const lines = output.replace(/\n+$/, "").split("\n");
  const drawn = (from: number, to: number): OutputLine[] =>
    lines.slice(from, to).map((line, at) => ({ number: from + at + 1, parts: partsOf(line) }));
  const end = lines.length - TAIL;
  const isBetween = must !== undefined && must > HEAD && must <= end;
  if (all || end <= HEAD || isBetween) return { head: drawn(0, lines.length), hidden: 0, tail: [] };
  return { head: drawn(0, HEAD), hidden: end - HEAD, tail: drawn(end, lines.length) };
}
