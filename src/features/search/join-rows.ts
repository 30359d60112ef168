/** Rows that come later take their places around those that somebody looks at. */

/**
 * `found` in its order, but rows that are held stay at the places where they stood in `shown`, so that nothing moves
 * under the cursor. A held row that was not found again stays too.
 */
export function joinRows<Row>(
  shown: readonly Row[],
  found: readonly Row[],
  keyOf: (row: Row) => string,
  held: ReadonlySet<string>,
): Row[] {
  const fresh = new Map(found.map((row) => [keyOf(row), row]));
  const stays = new Map<number, Row>();
  shown.forEach((row, at) => {
    const key = keyOf(row);
    if (held.has(key)) stays.set(at, fresh.get(key) ?? row);
  });
  const others = found.filter((row) => !held.has(keyOf(row)) || !isShown(shown, row, keyOf));
  // A place can only be kept while there are rows to stand above it.
  for (const row of shown) {
    if (others.length >= Math.max(-1, ...stays.keys()) + 1 - stays.size) break;
    if (!held.has(keyOf(row)) && !fresh.has(keyOf(row))) others.push(row);
  }
  const joined: Row[] = [];
  let next = 0;
  while (next < others.length || stays.size > 0) {
    const kept = stays.get(joined.length);
    const row = kept ?? others[next] ?? [...stays.values()][0];
    if (row === undefined) break;
    if (kept !== undefined) stays.delete(joined.length);
    else if (next < others.length) next += 1;
    joined.push(row);
  }
  return joined;
}

function isShown<Row>(shown: readonly Row[], row: Row, keyOf: (row: Row) => string): boolean {
  return shown.some((other) => keyOf(other) === keyOf(row));
}
