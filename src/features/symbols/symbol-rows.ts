/** Symbols as rows of the palette, as hits, and as the way down to a line. */
import type { Hit, SymbolRow } from "../../ipc/search-types";
import type { QuickItem } from "../../kernel/app";
import { matchScore, matchText } from "../../kernel/match-text";
import { visible, visibleName, visiblePath } from "../../ui/visible-name";

/** A name below the names of what it stands in. */
export function fullName({ parent, name }: Pick<SymbolRow, "parent" | "name">): string {
  return [...parent, name].map(visibleName).join(" › ");
}

/** A symbol of the folder: its name first, then what it is and where. */
export function workspaceItem(row: SymbolRow, query: string, run: () => void | Promise<void>): QuickItem {
  const name = visible(row.name, matchText(row.name, query) ?? []);
  const inside = row.parent.length > 0 ? ` in ${row.parent.map(visibleName).join(" › ")}` : "";
  return {
    id: row.id,
    title: name.text,
    positions: name.positions,
    detail: `${row.kind}${inside} · ${visiblePath(row.path.path)}:${row.line}`,
    place: { path: row.path, line: row.line },
    run,
  };
}

/** The symbols of one file that fit: in their order when nothing is typed, else the best first. */
export function outlineItems(
  rows: SymbolRow[],
  query: string,
  run: (row: SymbolRow) => void | Promise<void>,
): QuickItem[] {
  const found = rows.flatMap((row) => {
    const positions = matchText(row.name, query);
    return positions ? [{ row, positions, score: matchScore(row.name, positions) }] : [];
  });
  if (query !== "") found.sort((a, b) => b.score - a.score);
  return found.map(({ row, positions }): QuickItem => {
    const name = visible(row.name, positions);
    // Depth is shown where the order shows it too.
    const depth = query === "" ? "\u2003".repeat(row.parent.length) : "";
    return {
      id: row.id,
      title: depth + name.text,
      positions: name.positions.map((at) => at + depth.length),
      detail: [row.kind, query === "" ? "" : row.parent.map(visibleName).join(" › "), `line ${row.line}`]
        .filter(Boolean)
        .join(" · "),
      place: { path: row.path, line: row.line },
      run: () => run(row),
    };
  });
}

/**
 * The symbols that a place stands in, the outermost first. Before the name of a symbol in a line that begins
 * with another one, such as a field of a struct of one line, the place is not in it yet.
 */
export function symbolsAt(rows: SymbolRow[], line: number, column = Infinity): SymbolRow[] {
  const around = rows.filter((row) => row.line <= line && line <= row.endLine);
  const isAhead = (row: SymbolRow): boolean =>
    row.line === line &&
    row.column > column &&
    around.some((other) => other.line === line && other.column < row.column);
  const inside = around.filter((row) => !isAhead(row));
  return inside.sort((a, b) => a.line - b.line || a.column - b.column || b.endLine - a.endLine);
}

/** A place that names a symbol, as a hit of the Search view. */
export function hitOf(row: SymbolRow): Hit {
  const text = row.signature === "" ? row.name : row.signature;
  const from = text.search(new RegExp(`\\b${row.name.replaceAll(/[^\w]/g, "\\$&")}\\b`, "u"));
  // What only uses the name is the usual thing, and says so by having no tag.
  const apart = row.kind === "definition" || row.kind === "import";
  return {
    kind: "symbol",
    ref: row.ref,
    path: row.path,
    line: row.line,
    column: row.column,
    character: row.column,
    text,
    ranges: from < 0 ? [] : [[from, from + row.name.length]],
    score: 0,
    why: row.parent.length > 0 ? `in ${row.parent.map(visibleName).join(" › ")}` : row.kind,
    ...(apart ? { tag: row.kind } : {}),
  };
}
