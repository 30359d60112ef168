/** More like this: lines of the editor, or a row of results, in place of words. */
import type { LikeLines } from "../../ipc/search-types";
import type { App, Command, MenuItem } from "../../kernel/app";
import { selectedLines } from "../editor";
import type { ResultLine } from "./results";
import type { Search } from "./search";
import { emptyForm, queryOf } from "./search-form";

/** Rows that are asked for. */
const most = 100;

/** The lines of a row of results; nothing for what is none. */
function linesOfRow(target: unknown): LikeLines | undefined {
  if (typeof target !== "object" || target === null || !("file" in target)) return undefined;
  const row = target as ResultLine;
  if (row.type === "file") return undefined;
  return { path: row.file.path, line: row.type === "hit" ? row.hit.line : row.line };
}

function titleOf({ path, line, endLine }: LikeLines): string {
  return `Like ${path.path}:${line}${endLine === undefined ? "" : `-${endLine}`}`;
}

export function likeCommands(search: Search): Command[] {
  const { app } = search;
  const find = async (like: LikeLines | undefined): Promise<void> => {
    if (!like) return;
    const query = { ...queryOf(emptyForm), syntax: "semantic" as const, kinds: null };
    const { hits } = await app.ipc.searchRanked({ search: query, limit: most, like });
    await app.commands.run("search.give", { title: titleOf(like), hits, isRanked: true });
  };
  return [
    {
      id: "search.like",
      title: "Search: More Like This",
      enabled: () => selectedLines(app) !== undefined,
      run: () => find(selectedLines(app)),
    },
    {
      id: "search.likeRow",
      title: "Search: More Like This Row",
      internal: true,
      run: (target) => find(linesOfRow(target)),
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
  { menu: "editor.context", group: "1_definition", command: "search.like", title: "More Like This" },
  { menu: "menubar.go", group: "1_definition", command: "search.like", title: "More Like This" },
  { menu: "search.context", group: "1_open", command: "search.openRow", title: "Open" },
  {
    menu: "search.context",
    group: "2_like",
    command: "search.likeRow",
    title: "More Like This",
    when: (target) => linesOfRow(target) !== undefined,
  },
];

/** Shows what can be done with a row of results. */
export function showRowMenu(app: App, row: ResultLine, at: { x: number; y: number }): void {
  app.commands.showMenu("search.context", at, row);
}
