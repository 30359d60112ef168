/** The tree of the explorer as it is drawn, kept current by what the core tells. */
import { createEffect, createMemo, createSignal, on, untrack, type Accessor } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { EntryKind, TreeEntry, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { makeLister } from "./tree-lister";
import { isFolder, keyOf, rebase, ROOT } from "./tree-path";
import {
  emptyTree,
  flatten,
  foldersToList,
  openFolders,
  reduceTree,
  sameRows,
  type Row,
  type Tree,
  type TreeEvent,
} from "./tree-reducer";
import { keepPresent, nothingSelected, outermost, selectOnly, type Selection } from "./tree-selection";

/** The inline field of the tree: a new entry in a folder, or a new name for one. */
export type TreeInput =
  | { type: "create"; folder: WirePath; kind: EntryKind }
  | { type: "rename"; entry: TreeEntry; folder: WirePath };

export interface TreeStore {
  rows: Accessor<Row[]>;
  /** Entries of a folder, as far as they were read. */
  entries: (folder: WirePath) => readonly TreeEntry[];
  loaded: Accessor<boolean>;
  fault: Accessor<AppError | undefined>;
  selection: Accessor<Selection>;
  select: (selection: Selection) => void;
  cursorRow: Accessor<Row | undefined>;
  /** What an action works on. */
  chosen: () => Row[];
  input: Accessor<TreeInput | undefined>;
  /** What was typed into the field; it outlives a redrawn line. */
  draft: Accessor<string | undefined>;
  setDraft: (text: string | undefined) => void;
  setInput: (input: TreeInput | undefined) => void;
  /** Entries that were cut and wait to be pasted. */
  cut: Accessor<ReadonlySet<string>>;
  setCut: (keys: ReadonlySet<string>) => void;
  open: (folder: WirePath) => Promise<void>;
  close: (folder: WirePath) => void;
  toggle: (row: Row) => void;
  collapseAll: () => void;
  /** Folders that are open, the outermost first, without the workspace itself. */
  opened: Accessor<WirePath[]>;
  /** Opens these folders and closes all others; those that are gone stay closed. */
  showOnly: (folders: readonly WirePath[]) => Promise<void>;
  /** Moves an entry with `run`, which answers with what it became; what is open in it stays open. */
  move: (from: WirePath, run: () => Promise<TreeEntry>) => Promise<TreeEntry>;
  refresh: () => Promise<void>;
  /** Reads one folder again. */
  reread: (folder: WirePath) => Promise<void>;
  /** Opens the folders above a path and puts the cursor on it; answers whether it is there. */
  reveal: (path: WirePath) => Promise<boolean>;
}

export function createTreeStore(app: App): TreeStore {
  const [tree, setTree] = createSignal<Tree>(emptyTree);
  const [selection, setSelection] = createSignal<Selection>(nothingSelected);
  const [input, setInput] = createSignal<TreeInput>();
  const [draft, setDraft] = createSignal<string>();
  const [cut, setCut] = createSignal<ReadonlySet<string>>(new Set<string>());
  const [fault, setFault] = createSignal<AppError>();
  const fold = (event: TreeEvent): void => void setTree((now) => reduceTree(now, event));
  const rows = createMemo<Row[]>(
    (before) => sameRows(before, flatten(tree(), app.settings().explorerShowIgnored)),
    [],
  );

  const lister = makeLister(async (folder) => {
    try {
      const { entries } = await app.ipc.treeList({ path: folder });
      fold({ type: "listed", folder, entries });
      if (folder.path === "") setFault(undefined);
    } catch (thrown) {
      if (folder.path === "") setFault(AppError.from(thrown));
      else fold({ type: "lost", folder });
    }
  });
  createEffect(
    on(rows, (now, before) => {
      setSelection((selected) => keepPresent(selected, before ?? [], now));
    }),
  );
  app.on("filesChanged", ({ folders, rescan }) => {
    const changed = folders.map(({ path }) => path);
    fold({ type: "forgotten", folders: changed });
    for (const folder of foldersToList(untrack(tree), changed, rescan)) void lister.list(folder);
  });
  createEffect(
    on(
      () => app.workspace()?.id,
      (id) => {
        setTree(emptyTree);
        if (id !== undefined) void lister.list(ROOT);
      },
    ),
  );

  let revealing = 0;
  const open = async (folder: WirePath): Promise<void> => {
    fold({ type: "opened", folder });
    if (!untrack(tree).listings.has(keyOf(folder))) await lister.list(folder);
  };
  const close = (folder: WirePath): void => fold({ type: "closed", folder });
  const entries = (folder: WirePath): readonly TreeEntry[] => tree().listings.get(keyOf(folder)) ?? [];
  return {
    rows,
    entries,
    loaded: () => tree().listings.has(keyOf(ROOT)),
    fault,
    selection,
    select: (selected) => {
      revealing += 1;
      setSelection(selected);
    },
    cursorRow: createMemo(() => rows().find((row) => row.key === selection().cursor)),
    chosen: () => outermost(rows(), selection()),
    input,
    draft,
    setDraft,
    setInput: (wanted) => {
      setDraft(undefined);
      setInput(() => wanted);
    },
    cut,
    setCut: (keys) => void setCut(() => keys),
    open,
    close,
    toggle: (row) => {
      if (row.open === undefined) return;
      if (row.open) close(row.entry.path);
      else void open(row.entry.path);
    },
    move: async (from, run) => {
      // The news of the change on disk may come before the answer, and would close what is gone.
      const inside = openFolders(untrack(tree)).filter((folder) => rebase(folder, from, from));
      const entry = await run();
      fold({ type: "moved", from, to: entry.path, open: inside });
      for (const folder of inside) void lister.list(rebase(folder, from, entry.path) ?? folder);
      return entry;
    },
    collapseAll: () => fold({ type: "collapsed" }),
    opened: () => openFolders(tree()).filter(({ path }) => path !== ""),
    showOnly: async (folders) => {
      fold({ type: "collapsed" });
      for (const folder of [...folders].sort((a, b) => a.path.length - b.path.length)) await open(folder);
    },
    refresh: async () => {
      await Promise.all(foldersToList(tree(), [], true).map((folder) => lister.list(folder)));
    },
    reread: lister.list,
    reveal: async (path) => {
      const turn = (revealing += 1);
      let folder = ROOT;
      for (;;) {
        await open(folder);
        // Another path was asked for meanwhile, or the person went elsewhere.
        if (turn !== revealing) return true;
        const inside = untrack(() => entries(folder));
        const found = inside.find((entry) => keyOf(entry.path) === keyOf(path));
        if (found) {
          setSelection(selectOnly(keyOf(found.path)));
          return true;
        }
        const next = inside.find((entry) => isFolder(entry) && path.path.startsWith(`${entry.path.path}/`));
        if (!next) return false;
        folder = next.path;
      }
    },
  };
}
