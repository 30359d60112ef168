/** What is shown of a line: from its first letter, and from near the first match when that is far in. */
import { visibleText } from "../../ui/visible-name";

export interface Part {
  text: string;
  kind: "plain" | "match" | "old" | "new";
}

/** Letters before the first match: more than `far` are cut down to `lead`. */
export interface Room {
  lead: number;
  far: number;
}

const narrow: Room = { lead: 12, far: 22 };
/** For a list that is as wide as the palette. */
export const wide: Room = { lead: 30, far: 60 };
const most = 400;

const shown = (text: string): string => visibleText(text.replaceAll("\t", " "));

/** Where the excerpt begins, and whether something is cut away there. */
function beginOf(text: string, first: number, { lead, far }: Room): { from: number; cut: boolean } {
  const blank = text.length - text.trimStart().length;
  const from = Math.min(blank, first);
  return first - from > far ? { from: first - lead, cut: true } : { from, cut: false };
}

function partsOf(
  text: string,
  ranges: [number, number][],
  inside: (at: number) => Part[],
  room = narrow,
): Part[] {
  const { from, cut } = beginOf(text, ranges[0]?.[0] ?? 0, room);
  const parts: Part[] = cut ? [{ text: "…", kind: "plain" }] : [];
  const plain = (start: number, end: number): void => {
    if (end > start) parts.push({ text: shown(text.slice(start, end)), kind: "plain" });
  };
  let at = from;
  ranges.forEach(([start, end], index) => {
    if (start < at || start > from + most) return;
    plain(at, start);
    parts.push(...inside(index));
    at = end;
  });
  plain(at, Math.max(at, Math.min(text.length, from + most)));
  return parts;
}

/** A line with its matches. */
export function excerpt(text: string, ranges: [number, number][], room = narrow): Part[] {
  const match = (index: number): Part[] => {
    const [start, end] = ranges[index] ?? [0, 0];
    return [{ text: shown(text.slice(start, end)), kind: "match" }];
  };
  return partsOf(text, ranges, match, room);
}

/** What takes the place of each match; `undefined` when the two lines do not fit together. */
export function replacements(
  text: string,
  ranges: [number, number][],
  replaced: string,
): string[] | undefined {
  const found: string[] = [];
  let at = ranges[0]?.[0] ?? 0;
  if (replaced.slice(0, at) !== text.slice(0, at)) return undefined;
  for (const [index, [, end]] of ranges.entries()) {
    const next = ranges[index + 1];
    const between = text.slice(end, next?.[0] ?? text.length);
    const to = next ? replaced.indexOf(between, at) : replaced.length - between.length;
    if (to < at || replaced.slice(to, to + between.length) !== between) return undefined;
    found.push(replaced.slice(at, to));
    at = to + between.length;
  }
  return found;
}

/** A line with what goes and what comes. */
export function change(text: string, ranges: [number, number][], replaced: string): Part[] {
  const made = replacements(text, ranges, replaced);
  if (!made) {
    return [
      { text: shown(text.trim().slice(0, most)), kind: "old" },
      { text: shown(replaced.trim().slice(0, most)), kind: "new" },
    ];
  }
  return partsOf(text, ranges, (index) => {
    const [start, end] = ranges[index] ?? [0, 0];
    const parts: Part[] = [{ text: shown(text.slice(start, end)), kind: "old" }];
    const comes = made[index] ?? "";
    return comes === "" ? parts : [...parts, { text: shown(comes), kind: "new" }];
  });
}
