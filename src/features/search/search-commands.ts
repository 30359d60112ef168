import type { Hit } from "../../ipc/search-types";
import type { Command, MenuItem } from "../../kernel/app";
import { selectedText } from "../editor";
import type { Search } from "./search";
import { escaped, formOf } from "./search-form";

/** Hits that were found elsewhere, to be shown in the list. */
export interface GivenHits {
  title: string;
  hits: Hit[];
  /** Whether they stand in the order of how well they fit, and not by file. */
  isRanked?: boolean;
}

/** What does not go together with searching by meaning. */
const readOneWay = { caseSensitive: false, word: false, regex: false, fields: false, replacing: false };

export function searchCommands(search: Search): Command[] {
  const { app, store } = search;
  const enabled = (): boolean => app.workspace() !== null;
  const seed = (): void => {
    // Whoever comes from elsewhere may have a query of their own standing there.
    if (app.contexts.get("editorFocus") !== true) return;
    const text = selectedText(app);
    if (text === undefined || text === "" || text.includes("\n")) return;
    store.change({ query: store.form().regex ? escaped(text) : text, fields: false });
    store.remember();
  };
  const focus = (replacing?: boolean): void => {
    if (replacing !== undefined) store.change({ replacing, meaning: false });
    seed();
    search.show();
  };
  app.on("searchRequested", (event) => {
    store.change(formOf(event.search));
    store.remember();
    search.show();
  });
  return [
    { id: "search.show", title: "Search: Find in Files", enabled, run: () => focus() },
    { id: "search.replace", title: "Search: Replace in Files", enabled, run: () => focus(true) },
    {
      id: "search.meaning",
      title: "Search: Search by Meaning",
      enabled,
      run: () => {
        store.change({ meaning: true, ...readOneWay });
        search.show();
      },
    },
    { id: "search.next", title: "Search: Go to Next Result", enabled, run: () => search.step(1) },
    { id: "search.previous", title: "Search: Go to Previous Result", enabled, run: () => search.step(-1) },
    {
      id: "search.stop",
      title: "Search: Stop",
      enabled: () => store.phase().type === "running",
      run: store.stop,
    },
    { id: "search.again", title: "Search: Search Again", enabled, run: store.run },
    {
      id: "search.collapseAll",
      title: "Search: Collapse All Files",
      enabled,
      run: () => store.collapse(true),
    },
    { id: "search.expandAll", title: "Search: Expand All Files", enabled, run: () => store.collapse(false) },
    { id: "search.clear", title: "Search: Clear", enabled, run: () => store.change({ query: "" }) },
    { id: "search.replaceAll", title: "Search: Replace All Shown", enabled, run: search.replace.apply },
    {
      id: "search.query",
      title: "Search: Search for a Text",
      internal: true,
      run: (query, fields) => {
        store.change({ query: String(query), regex: false, meaning: false, fields: fields === true });
        store.remember();
        search.show();
      },
    },
    {
      id: "search.give",
      title: "Search: Show Hits",
      internal: true,
      run: (given) => {
        const { title, hits, isRanked } = given as GivenHits;
        search.show();
        store.give(title, hits, isRanked);
        search.focusList();
      },
    },
    {
      id: "search.inFolder",
      title: "Search: Find in Folder",
      internal: true,
      run: (target) => {
        const path = folderOf(target);
        store.change({ more: true, include: path === undefined || path === "" ? "" : `${path}/**` });
        search.show();
      },
    },
  ];
}

/** The folder of a row of the tree. */
function folderOf(target: unknown): string | undefined {
  if (typeof target !== "object" || target === null || !("entry" in target)) return undefined;
  const { entry } = target as { entry: { path: { path: string }; kind: string } };
  if (entry.kind === "folder") return entry.path.path;
  return entry.path.path.split("/").slice(0, -1).join("/");
}

export const searchMenus: MenuItem[] = [
  { menu: "menubar.edit", group: "3_find_files", command: "search.show", title: "Find in Files" },
  { menu: "menubar.edit", group: "3_find_files", command: "search.replace", title: "Replace in Files" },
  {
    menu: "tree.context",
    group: "4_search",
    command: "search.inFolder",
    title: "Find in Folder…",
    when: (target) => folderOf(target) !== undefined,
  },
];
