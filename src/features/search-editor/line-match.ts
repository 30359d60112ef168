/** Which lines of two texts are the same. */

/** More lines than this on a side are compared one by one, without looking for ones that moved. */
const fine = 400;

/** For each line of `now` the index that it has in `before`; nothing for one that is new or changed. */
export function matchLines(before: readonly string[], now: readonly string[]): (number | undefined)[] {
  const most = Math.min(before.length, now.length);
  let head = 0;
  while (head < most && before[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const middle = matchMiddle(before.slice(head, before.length - tail), now.slice(head, now.length - tail));
  return now.map((_line, index) => {
    if (index < head) return index;
    if (index >= now.length - tail) return index - now.length + before.length;
    const at = middle[index - head];
    return at === undefined ? undefined : at + head;
  });
}

function matchMiddle(before: string[], now: string[]): (number | undefined)[] {
  if (before.length > fine || now.length > fine) {
    return now.map((line, index) => (before[index] === line ? index : undefined));
  }
  const common = longest(before, now);
  const matched: (number | undefined)[] = now.map(() => undefined);
  for (let a = 0, b = 0; a < before.length && b < now.length;) {
    if (before[a] === now[b]) matched[b++] = a++;
    else if ((common[a + 1]?.[b] ?? 0) >= (common[a]?.[b + 1] ?? 0)) a += 1;
    else b += 1;
  }
  return matched;
}

/** How many lines the rests of both texts have in common, for each pair of places. */
function longest(before: string[], now: string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => new Array<number>(now.length + 1).fill(0));
  for (let a = before.length - 1; a >= 0; a--) {
    for (let b = now.length - 1; b >= 0; b--) {
      const [row, next] = [table[a] ?? [], table[a + 1] ?? []];
      row[b] = before[a] === now[b] ? (next[b + 1] ?? 0) + 1 : Math.max(next[b] ?? 0, row[b + 1] ?? 0);
    }
  }
  return table;
}
