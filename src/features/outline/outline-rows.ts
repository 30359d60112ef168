/** The symbols of a file as rows of a tree. Pure. */
import type { SymbolRow } from "../../ipc/search-types";
import { matchText } from "../../kernel/match-text";

export interface OutlineRow {
  /** Stays the same while the file is edited elsewhere. */
  key: string;
  symbol: SymbolRow;
  /** From 1. */
  level: number;
  /** Whether something stands in it. */
  holds: boolean;
  /** The row that it stands in. */
  parent: string | undefined;
  /** UTF-16 offsets of its name that fit the filter. */
  positions: number[];
}

/** All rows in the order of the file. */
export function outlineRows(symbols: readonly SymbolRow[]): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const names = new Map<string, number>();
  let around: OutlineRow[] = [];
  for (const symbol of [...symbols].sort((a, b) => a.line - b.line || b.endLine - a.endLine)) {
    // What stands in another says so by its parents, and lies between its lines.
    around = around.filter(
      (row) => row.symbol.parent.length < symbol.parent.length && symbol.line <= row.symbol.endLine,
    );
    const parent = around.at(-1);
    const name = JSON.stringify([...symbol.parent, symbol.name]);
    const count = names.get(name) ?? 0;
    names.set(name, count + 1);
    if (parent) parent.holds = true;
    const row: OutlineRow = {
      key: `${name}${count}`,
      symbol,
      level: around.length + 1,
      holds: false,
      parent: parent?.key,
      positions: [],
    };
    rows.push(row);
    around.push(row);
  }
  return rows;
}

/** The rows in sight: those that fit the filter with what they stand in, or those that are not folded away. */
export function shownRows(
  rows: readonly OutlineRow[],
  filter: string,
  closed: ReadonlySet<string>,
): OutlineRow[] {
  if (filter.trim() !== "") {
    const wanted = new Set<string>();
    const found = new Map<string, number[]>();
    const byKey = new Map(rows.map((row) => [row.key, row]));
    for (const row of rows) {
      const positions = matchText(row.symbol.name, filter.trim());
      if (!positions) continue;
      found.set(row.key, positions);
      for (let at: OutlineRow | undefined = row; at; at = byKey.get(at.parent ?? "")) wanted.add(at.key);
    }
    return rows
      .filter(({ key }) => wanted.has(key))
      .map((row) => ({ ...row, positions: found.get(row.key) ?? [] }));
  }
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden = row.parent !== undefined && (closed.has(row.parent) || hidden.has(row.parent));
    if (isHidden) hidden.add(row.key);
    return !isHidden;
  });
}

/** The row that a line stands in: the innermost of those in sight. */
export function rowAt(rows: readonly OutlineRow[], line: number | undefined): OutlineRow | undefined {
  if (line === undefined) return undefined;
  let found: OutlineRow | undefined;
  for (const row of rows) {
    const { line: first, endLine } = row.symbol;
    if (first <= line && line <= endLine && (!found || row.level >= found.level)) found = row;
  }
  return found;
}
