/** Where the words of a question stand in a line. */
import { tokensOf } from "./query-fields";

/** A shorter word is marked only where it stands by itself: it is in the middle of too many others. */
const wholeBelow = 4;

/** The stretches of `text` that are words of `query`, without those of its fields; in order, none over another. */
export function wordRanges(text: string, query: string): [number, number][] {
  const words = tokensOf(query)
    .filter(({ type, negated }) => type !== "field" && !negated)
    .flatMap((token) => token.text.match(/[\p{L}\p{N}_]+/gu) ?? [])
    .sort((a, b) => b.length - a.length);
  if (words.length === 0) return [];
  const one = (word: string): string =>
    word.length < wholeBelow ? `(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])` : word;
  const all = new RegExp([...new Set(words)].map(one).join("|"), "giu");
  return [...text.matchAll(all)].map((found) => [found.index, found.index + found[0].length]);
}
