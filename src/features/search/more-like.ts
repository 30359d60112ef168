/** More like this: lines of the editor, or a row of any list that has a place in a file behind it, in place of words. */
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { Hit, LikeLines } from "../../ipc/search-types";
import type { App, Command, MenuItem } from "../../kernel/app";
import { visiblePath } from "../../ui/visible-name";
import { selectedLines } from "../editor";
import type { ResultLine } from "./results";
import type { Search } from "./search";
import { emptyForm, queryOf } from "./search-form";

/** Rows that are asked for. */
const most = 100;
/** The last line of a file that is meant as a whole; the core takes as many as there are. */
const toTheEnd = 1_000_000_000;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** The command that ran behind a row, by its id. */
function runOfRow(target: unknown): string | undefined {
  if (!isObject(target) || !("hit" in target)) return undefined;
  const { kind, ref } = (target as { hit: Hit }).hit;
  return kind === "command" ? ref?.replace(/^run:/u, "") : undefined;
}

/** The lines behind a row: of results, of the tree, or of any list that knows a place. */
export function linesOfRow(target: unknown): LikeLines | undefined {
  if (!isObject(target)) return undefined;
  if ("path" in target) {
    const { path, line, endLine } = target as { path: WirePath; line?: number; endLine?: number };
    if (line === undefined) return { path, line: 1, endLine: toTheEnd };
    return { path, line, ...(endLine === undefined ? {} : { endLine }) };
  }
  if ("entry" in target) {
    const { path, kind } = target.entry as { path: WirePath; kind: string };
    return kind === "folder" ? undefined : linesOfRow({ path });
  }
  if (!("file" in target)) return undefined;
  const row = target as ResultLine;
  if (row.type === "file") return linesOfRow({ path: row.file.path });
  return { path: row.file.path, line: row.type === "hit" ? row.hit.line : row.line };
}

function titleOf({ path, line, endLine }: LikeLines): string {
  const name = `Like ${visiblePath(path.path)}`;
  if (endLine === toTheEnd) return name;
  return `${name}:${line}${endLine === undefined ? "" : `–${endLine}`}`;
}

export function likeCommands(search: Search): Command[] {
  const { app } = search;
  const find = async (like: LikeLines | undefined): Promise<void> => {
    if (!like) return;
    const query = { ...queryOf(emptyForm), syntax: "semantic" as const, kinds: null };
    const { hits } = await app.ipc.searchRanked({ search: query, limit: most, like });
    await app.commands.run("search.give", { title: titleOf(like), hits, isRanked: true });
  };
  const findRun = async (likeRun: string, row: unknown): Promise<void> => {
    const query = { ...queryOf(emptyForm), syntax: "semantic" as const, kinds: null };
    const { hits } = await app.ipc.searchRanked({ search: query, limit: most, likeRun });
    const { text } = (row as { hit: Hit }).hit;
    await app.commands.run("search.give", { title: `Like ${text}`, hits, isRanked: true });
  };
  const findRow = (row: unknown): Promise<void> => {
    const run = runOfRow(row);
    return run === undefined ? find(linesOfRow(row)) : findRun(run, row);
  };
  /** What the view says already is not said again elsewhere. */
  const told = async (asking: Promise<void>): Promise<void> => {
    try {
      await asking;
    } catch (thrown) {
      if (search.store.textOnly()?.message !== AppError.from(thrown).message) throw thrown;
      app.showSidebar("search");
    }
  };
  return [
    {
      id: "search.like",
      title: "Search: More Like This",
      enabled: () => selectedLines(app) !== undefined,
      run: () => told(find(selectedLines(app))),
    },
    {
      id: "search.likeRow",
      title: "Search: More Like This Row",
      internal: true,
      // Without a row that was clicked it is the one with the cursor.
      run: (target) => told(findRow(target ?? search.lines()[search.cursorIndex()])),
    },
    {
      id: "search.openPlace",
      title: "Search: Open a Place",
      internal: true,
      run: (target) => {
        const { path, line } = target as { path: WirePath; line?: number };
        return app.commands.run("editor.openFile", { path, ...(line === undefined ? {} : { line }) });
      },
    },
    {
      id: "search.openRow",
      title: "Search: Open",
      internal: true,
      run: (target) => search.open(target as ResultLine, false),
    },
  ];
}

export const likeMenus: MenuItem[] = [
  { menu: "editor.context", group: "1_definition_like", command: "search.like", title: "More Like This" },
  { menu: "menubar.go", group: "1_definition", command: "search.like", title: "More Like This" },
  { menu: "search.context", group: "1_open", command: "search.openRow", title: "Open" },
  {
    menu: "search.context",
    group: "2_like",
    command: "search.likeRow",
    title: "More Like This",
  },
  { menu: "place.context", group: "1_open", command: "search.openPlace", title: "Open" },
  { menu: "place.context", group: "2_like", command: "search.likeRow", title: "More Like This" },
  {
    menu: "tree.context",
    group: "4_search",
    command: "search.likeRow",
    title: "More Like This",
    when: (target) => linesOfRow(target) !== undefined,
  },
];

/** Shows what can be done with a row of results. */
export function showRowMenu(app: App, row: ResultLine, at: { x: number; y: number }): void {
  app.commands.showMenu("search.context", at, row);
}
