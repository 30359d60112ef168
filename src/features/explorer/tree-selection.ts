/** Which lines of the tree are selected, and which one has the cursor. Pure. */
import type { Row } from "./tree-reducer";

export interface Selection {
  /** The line with the cursor. */
  readonly cursor: string | undefined;
  /** Where a range began. */
  readonly anchor: string | undefined;
  readonly keys: ReadonlySet<string>;
}

export const nothingSelected: Selection = { cursor: undefined, anchor: undefined, keys: new Set() };

export function selectOnly(key: string): Selection {
  return { cursor: key, anchor: key, keys: new Set([key]) };
}

/** Ctrl+click: adds or takes away one line. */
export function toggle(selection: Selection, key: string): Selection {
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { cursor: key, anchor: key, keys };
}

/** Shift: everything from where the range began up to this line. */
export function extendTo(selection: Selection, rows: readonly Row[], key: string): Selection {
  const anchor = selection.anchor ?? key;
  const start = rows.findIndex((row) => row.key === anchor);
  const end = rows.findIndex((row) => row.key === key);
  if (start < 0 || end < 0) return selectOnly(key);
  const range = rows.slice(Math.min(start, end), Math.max(start, end) + 1);
  return { cursor: key, anchor, keys: new Set(range.map((row) => row.key)) };
}

/** Forgets lines that are gone; the cursor goes to the line that took the place of its own. */
export function keepPresent(selection: Selection, before: readonly Row[], now: readonly Row[]): Selection {
  const present = new Set(now.map((row) => row.key));
  const keys = [...selection.keys].filter((key) => present.has(key));
  if (selection.cursor === undefined || present.has(selection.cursor)) {
    return keys.length === selection.keys.size ? selection : { ...selection, keys: new Set(keys) };
  }
  const index = before.findIndex((row) => row.key === selection.cursor);
  const next = now[Math.min(Math.max(index, 0), now.length - 1)];
  if (!next) return nothingSelected;
  return keys.length > 0 ? { cursor: next.key, anchor: next.key, keys: new Set(keys) } : selectOnly(next.key);
}

/** The next line whose name begins with what was typed; one letter again and again walks through them. */
export function typeAhead(rows: readonly Row[], cursor: string | undefined, typed: string): Row | undefined {
  if (rows.length === 0 || typed === "") return undefined;
  const letters = [...typed.toLocaleLowerCase()];
  const same = letters.every((letter) => letter === letters[0]);
  const wanted = same ? (letters[0] ?? "") : letters.join("");
  const at = rows.findIndex((row) => row.key === cursor);
  // A longer text may still fit the line with the cursor; a single letter looks further down.
  const start = same ? at + 1 : Math.max(at, 0);
  for (let step = 0; step < rows.length; step++) {
    const row = rows[(start + step) % rows.length];
    if (row?.entry.name.toLocaleLowerCase().startsWith(wanted)) return row;
  }
  return undefined;
}

/** Selected lines without those that lie below another selected one: what an action works on. */
export function outermost(rows: readonly Row[], selection: Selection): Row[] {
  const chosen: Row[] = [];
  let below = -1;
  for (const row of rows) {
    if (below >= 0 && row.depth > below) continue;
    below = -1;
    if (!selection.keys.has(row.key)) continue;
    chosen.push(row);
    below = row.depth;
  }
  return chosen;
}
