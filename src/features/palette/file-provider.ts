import type { QuickItem, QuickProvider } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import type { FileMatch } from "../../ipc/bindings";
import { visible } from "../../ui/visible-name";

/** Most files that are listed. */
const most = 200;

/** `name:line:column` taken apart; line and column from 1. */
export function splitPlace(query: string): { name: string; line?: number; column?: number } {
  const found = /^(.*?)(?::(\d+))?(?::(\d+))?:?$/.exec(query);
  const [, name = query, line, column] = found ?? [];
  return {
    name,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

/** A file as a row: its name first, then its folder, with what matched in each. */
export function rowOf(match: FileMatch, open: () => void | Promise<void>): QuickItem {
  const { path } = match.path;
  const slash = path.lastIndexOf("/") + 1;
  const within = (from: number, to: number): number[] =>
    match.positions.filter((at) => at >= from && at < to).map((at) => at - from);
  const title = visible(path.slice(slash), within(slash, path.length));
  const detail = visible(path.slice(0, Math.max(0, slash - 1)), within(0, slash - 1));
  return {
    id: path,
    title: title.text,
    positions: title.positions,
    detail: detail.text,
    detailPositions: detail.positions,
    ...(match.recent ? { key: "recent" } : {}),
    run: open,
  };
}

/** The way from here to what stands in files. */
function inFiles(frame: Frame, query: string): QuickItem {
  return {
    id: "search.query",
    title: `Search for “${visible(query).text}” in all files`,
    run: () => frame.commands.run("search.query", query),
  };
}

/** Files of the workspace, by the core's fuzzy search; those open lately go first. */
export function fileProvider(frame: Frame): QuickProvider {
  return {
    prefix: "",
    title: "Files by name, with :line:column",
    search: async (query) => {
      if (!frame.workspace()) return [];
      const { name, ...place } = splitPlace(query);
      const { matches } = await frame.ipc.fileFind({ query: name, limit: most });
      const rows = matches.map((match) =>
        rowOf(match, () =>
          frame.commands.run("editor.openFile", { path: match.path, ...place, preview: false }),
        ),
      );
      return query === "" ? rows : [...rows, inFiles(frame, query)];
    },
  };
}
