/** What is known of the tree: which folders are open and what is in them. Pure; every event may come twice. */
import type { TreeEntry, WirePath } from "../../ipc/bindings";
import { isFolder, keyOf, rebase, ROOT } from "./tree-path";

export interface Tree {
  /** Entries by the key of their folder. */
  readonly listings: ReadonlyMap<string, readonly TreeEntry[]>;
  /** Keys of open folders; the workspace itself is always open. */
  readonly open: ReadonlySet<string>;
}

export type TreeEvent =
  | { type: "listed"; folder: WirePath; entries: readonly TreeEntry[] }
  /** A folder is gone, or cannot be read. */
  | { type: "lost"; folder: WirePath }
  | { type: "opened"; folder: WirePath }
  | { type: "closed"; folder: WirePath }
  | { type: "collapsed" }
  /** An entry got another path; the folders that were open in it, itself included, stay open. */
  | { type: "moved"; from: WirePath; to: WirePath; open: readonly WirePath[] }
  /** Entries of closed folders changed: they are read again when they open. */
  | { type: "forgotten"; folders: readonly WirePath[] };

export const emptyTree: Tree = { listings: new Map(), open: new Set([keyOf(ROOT)]) };

export function reduceTree(tree: Tree, event: TreeEvent): Tree {
  switch (event.type) {
    case "listed":
      return { ...tree, listings: new Map(tree.listings).set(keyOf(event.folder), event.entries) };
    case "lost": {
      const key = keyOf(event.folder);
      if (!tree.listings.has(key) && !tree.open.has(key)) return tree;
      return {
        listings: without(tree.listings, [key]),
        open: new Set([...tree.open].filter((at) => at !== key)),
      };
    }
    case "opened":
      return tree.open.has(keyOf(event.folder))
        ? tree
        : { ...tree, open: new Set(tree.open).add(keyOf(event.folder)) };
    case "closed": {
      const key = keyOf(event.folder);
      if (!tree.open.has(key) || event.folder.path === "") return tree;
      return { ...tree, open: new Set([...tree.open].filter((at) => at !== key)) };
    }
    case "collapsed":
      return { ...tree, open: new Set([keyOf(ROOT)]) };
    case "moved":
      return moved(tree, event);
    case "forgotten": {
      const keys = event.folders.map(keyOf).filter((key) => tree.listings.has(key) && !tree.open.has(key));
      return keys.length === 0 ? tree : { ...tree, listings: without(tree.listings, keys) };
    }
  }
}

function moved(tree: Tree, { from, to, open: folders }: Extract<TreeEvent, { type: "moved" }>): Tree {
  const listings = new Map(tree.listings);
  const open = new Set(tree.open);
  for (const folder of folders) {
    const there = rebase(folder, from, to);
    if (!there) continue;
    const entries = listings.get(keyOf(folder));
    open.delete(keyOf(folder));
    open.add(keyOf(there));
    if (!entries) continue;
    // Shown as it was until it is read again.
    listings.delete(keyOf(folder));
    const rebased = entries.map((entry) => ({ ...entry, path: rebase(entry.path, from, to) ?? entry.path }));
    listings.set(keyOf(there), rebased);
  }
  return { listings, open };
}

function without<V>(map: ReadonlyMap<string, V>, keys: readonly string[]): Map<string, V> {
  const rest = new Map(map);
  for (const key of keys) rest.delete(key);
  return rest;
}

/** Folders whose entries have to be read again after a change on disk. */
export function foldersToList(tree: Tree, changed: readonly WirePath[], rescan: boolean): WirePath[] {
  const open = openFolders(tree);
  if (rescan) return open;
  const keys = new Set(changed.map(keyOf));
  return open.filter((folder) => keys.has(keyOf(folder)));
}

/** Open folders that can be seen or were listed, the outermost first. */
export function openFolders(tree: Tree): WirePath[] {
  const found: WirePath[] = [ROOT];
  for (const entries of tree.listings.values()) {
    for (const entry of entries) {
      if (isFolder(entry) && tree.open.has(keyOf(entry.path))) found.push(entry.path);
    }
  }
  return found.sort((a, b) => a.path.length - b.path.length);
}

/** One line of the tree. */
export interface Row {
  key: string;
  entry: TreeEntry;
  /** The folder it lies in. */
  folder: WirePath;
  depth: number;
  /** `undefined` for what cannot open. */
  open: boolean | undefined;
  /** Its place among its folder's shown entries, from 1, and how many they are. */
  place: number;
  siblings: number;
}

/** The lines of the tree from top to bottom. */
export function flatten(tree: Tree, showIgnored: boolean): Row[] {
  const rows: Row[] = [];
  const walk = (folder: WirePath, depth: number): void => {
    const all = tree.listings.get(keyOf(folder)) ?? [];
    const shown = showIgnored ? all : all.filter((entry) => !entry.ignored);
    shown.forEach((entry, index) => {
      const key = keyOf(entry.path);
      const open = isFolder(entry) ? tree.open.has(key) : undefined;
      rows.push({ key, entry, folder, depth, open, place: index + 1, siblings: shown.length });
      if (open === true) walk(entry.path, depth + 1);
    });
  };
  walk(ROOT, 0);
  return rows;
}

/** Rows that did not change keep their object, so that their lines are not drawn again. */
export function sameRows(before: readonly Row[], now: Row[]): Row[] {
  if (before.length === 0) return now;
  const known = new Map(before.map((row) => [row.key, row]));
  return now.map((row) => {
    const old = known.get(row.key);
    return old && sameRow(old, row) ? old : row;
  });
}

function sameRow(a: Row, b: Row): boolean {
  const [one, other] = [a.entry, b.entry];
  return (
    a.depth === b.depth &&
    a.open === b.open &&
    a.place === b.place &&
    a.siblings === b.siblings &&
    one.kind === other.kind &&
    one.target === other.target &&
    one.ignored === other.ignored
  );
}
