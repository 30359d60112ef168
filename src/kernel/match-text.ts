/**
 * Where the letters of `query` stand in `text`, in order and without regard to case; `undefined` when they do not.
 *
 * Beginnings of words go first, so that `ot` finds **O**pen **T**erminal before b**ot**tom's middle.
 */
export function matchText(text: string, query: string): number[] | undefined {
  const positions = new Set<number>();
  for (const part of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = whole(text, part) ?? letters(text, part, 0, 0);
    if (!found) return undefined;
    for (const at of found) positions.add(at);
  }
  return [...positions].sort((a, b) => a - b);
}

/** How well a match fits; higher is better. */
export function matchScore(text: string, positions: number[]): number {
  let score = 0;
  positions.forEach((at, index) => {
    if (startsWord(text, at)) score += 8;
    if (index > 0 && positions[index - 1] === at - 1) score += 5;
    if (at === 0) score += 4;
  });
  return score - text.length / 100;
}

function startsWord(text: string, at: number): boolean {
  return at === 0 || /[\s:/._-]/.test(text[at - 1] ?? "") || /[a-z][A-Z]/.test(text.slice(at - 1, at + 1));
}

function whole(text: string, part: string): number[] | undefined {
  const lower = text.toLowerCase();
  let found = -1;
  for (let at = lower.indexOf(part); at >= 0; at = lower.indexOf(part, at + 1)) {
    if (found < 0 || startsWord(text, at)) found = at;
    if (startsWord(text, at)) break;
  }
  return found < 0 ? undefined : Array.from(part, (_, index) => found + index);
}

/** Letters one by one, each at the beginning of a word where that still leaves room for the rest. */
function letters(text: string, part: string, index: number, from: number): number[] | undefined {
  const letter = part[index];
  if (letter === undefined) return [];
  const lower = text.toLowerCase();
  const places: number[] = [];
  for (let at = lower.indexOf(letter, from); at >= 0; at = lower.indexOf(letter, at + 1)) places.push(at);
  const ordered = [...places.filter((at) => startsWord(text, at)), ...places.slice(0, 1)];
  for (const at of ordered.slice(0, 4)) {
    const rest = letters(text, part, index + 1, at + 1);
    if (rest) return [at, ...rest];
  }
  return undefined;
}
