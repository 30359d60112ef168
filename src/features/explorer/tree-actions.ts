/** What is done to files from the tree. */
import { AppError } from "../../ipc/app-error";
import type { TreeEntry, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { isFolder, isInside, joinPath, keyOf, moveInto, roleOf, ROOT } from "./tree-path";
import type { Row } from "./tree-reducer";
import { selectOnly } from "./tree-selection";
import type { TreeInput, TreeStore } from "./tree-store";

export interface TreeActions {
  openFile: (row: Row, preview: boolean) => void;
  /** Shows the field for a new entry in the folder of the cursor. */
  startCreate: (kind: "file" | "folder", target?: Row) => Promise<void>;
  startRename: (row: Row) => void;
  /** Does what the inline field asks for; fails with what is wrong. */
  submit: (input: TreeInput, name: string) => Promise<void>;
  move: (rows: readonly Pick<Row, "entry">[], folder: WirePath) => Promise<void>;
  duplicate: (rows: readonly Row[]) => Promise<void>;
  trash: (rows: readonly Row[]) => Promise<void>;
  /** Takes back what went to the trash last, as long as this page lives. */
  undoTrash: () => Promise<void>;
  canUndoTrash: () => boolean;
  copy: (rows: readonly Row[], cut: boolean) => Promise<void>;
  paste: (target: Row | undefined) => Promise<void>;
  /** The folder that an action on a line means. */
  folderOf: (row: Row | undefined) => WirePath;
}

export function makeTreeActions(app: App, store: TreeStore): TreeActions {
  const { ipc } = app;
  /** How to take back what went to the trash, the last move last. */
  let trashed: (() => Promise<void>)[] = [];
  let clipboard: { entries: TreeEntry[]; cut: boolean } = { entries: [], cut: false };

  const folderOf = (row: Row | undefined): WirePath => {
    if (!row) return ROOT;
    return isFolder(row.entry) ? row.entry.path : row.folder;
  };
  const show = async (entry: TreeEntry, folder: WirePath): Promise<void> => {
    await store.reread(folder);
    if (await store.reveal(entry.path)) return;
    // It lies below folders that were made just now.
    await store.refresh();
    await store.reveal(entry.path);
  };
  const ask = async (title: string, message: string, yes: string): Promise<boolean> => {
    const answers = [
      { id: "yes" as const, title: yes },
      { id: "cancel" as const, title: "Cancel" },
    ];
    return (await app.dialogs.ask({ title, message, answers, cancel: "cancel" })) === "yes";
  };
  const moveOne = (from: WirePath, to: WirePath): Promise<TreeEntry> =>
    store.move(from, () => ipc.treeMove({ from, to }));
  const move = async (entries: readonly TreeEntry[], folder: WirePath): Promise<void> => {
    const place = folder.path === "" ? "the workspace" : visiblePath(folder.path);
    const there: TreeEntry[] = [];
    for (const entry of entries) {
      const to = moveInto(folder, entry);
      if (keyOf(to) === keyOf(entry.path)) continue;
      if (isFolder(entry) && isInside(folder, entry.path)) {
        throw new AppError({
          code: "invalid",
          message: `${visibleName(entry.name)} cannot go into itself.`,
          retryable: false,
        });
      }
      there.push(await moveOne(entry.path, to));
    }
    const last = there.at(-1);
    if (last) {
      await show(last, folder);
      store.select({ ...selectOnly(keyOf(last.path)), keys: new Set(there.map(({ path }) => keyOf(path))) });
    }
    if (entries.length > 1)
      app.notify({ level: "info", message: `${entries.length} entries were moved to ${place}.` });
  };
  /** The core copies beside the original; what goes elsewhere is moved there afterwards. */
  const copyInto = async (entry: TreeEntry, folder: WirePath): Promise<TreeEntry> => {
    const copy = await ipc.treeDuplicate({ path: entry.path });
    const beside = moveInto(folder, copy);
    if (keyOf(beside) === keyOf(copy.path)) return copy;
    try {
      return await ipc.treeMove({ from: copy.path, to: moveInto(folder, entry) });
    } catch (thrown) {
      if (AppError.from(thrown).code !== "conflict") throw thrown;
      return ipc.treeMove({ from: copy.path, to: beside });
    }
  };

  return {
    folderOf,
    openFile: (row, preview) => {
      const role = roleOf(row.entry);
      if (role === "special" || role === "link") {
        const why =
          role === "special" ? "is a pipe, socket or device" : "leads out of the workspace or to nothing";
        app.notify({ level: "info", message: `${visibleName(row.entry.name)} ${why}; it is not opened.` });
        return;
      }
      void app.commands.run("editor.openFile", { path: row.entry.path, preview, focus: !preview });
    },
    startCreate: async (kind, target) => {
      const folder = folderOf(target ?? store.cursorRow());
      await store.open(folder);
      store.setInput({ type: "create", folder, kind });
    },
    startRename: (row) => store.setInput({ type: "rename", entry: row.entry, folder: row.folder }),
    submit: async (input, name) => {
      if (input.type === "rename") {
        if (name !== input.entry.name) {
          const to = joinPath(input.folder, name);
          await show(await moveOne(input.entry.path, to), input.folder);
        }
        store.setInput(undefined);
        return;
      }
      const kind = name.endsWith("/") ? "folder" : input.kind;
      const entry = await ipc.treeCreate({ path: joinPath(input.folder, name.replace(/\/$/, "")), kind });
      store.setInput(undefined);
      await show(entry, input.folder);
      if (kind === "file") void app.commands.run("editor.openFile", { path: entry.path, preview: false });
    },
    move: async (rows, folder) => {
      const entries = rows
        .map((row) => row.entry)
        .filter((entry) => keyOf(moveInto(folder, entry)) !== keyOf(entry.path));
      if (entries.length === 0) return;
      const place = folder.path === "" ? "the workspace's folder" : visiblePath(folder.path);
      const names = entries.map((entry) => visibleName(entry.name)).join(", ");
      if (entries.length > 1 && !(await ask(`Move ${entries.length} entries to ${place}?`, names, "Move")))
        return;
      await move(entries, folder);
    },
    duplicate: async (rows) => {
      for (const row of rows) await show(await ipc.treeDuplicate({ path: row.entry.path }), row.folder);
    },
    trash: async (rows) => {
      if (rows.length === 0) return;
      const { token, count } = await ipc.treeTrash({ paths: rows.map((row) => row.entry.path) });
      const what = rows.length === 1 ? visibleName(rows[0]?.entry.name ?? "") : `${count} entries`;
      await store.refresh();
      const undo = async (): Promise<void> => {
        await ipc.treeRestore({ token });
        trashed = trashed.filter((other) => other !== undo);
        await store.refresh();
        const first = rows[0];
        if (first) store.select(selectOnly(first.key));
      };
      trashed.push(undo);
      app.notify({
        level: "info",
        message: `Moved ${what} to the trash.`,
        actions: [{ title: "Undo", run: undo }],
      });
    },
    undoTrash: async () => trashed.at(-1)?.(),
    canUndoTrash: () => trashed.length > 0,
    copy: async (rows, cut) => {
      clipboard = { entries: rows.map((row) => row.entry), cut };
      store.setCut(new Set(cut ? rows.map((row) => row.key) : []));
      await ipc.clipboardWrite({ text: rows.map((row) => row.entry.path.path).join("\n") });
    },
    paste: async (target) => {
      const { entries, cut } = clipboard;
      if (entries.length === 0) return;
      const folder = folderOf(target);
      if (cut) {
        clipboard = { entries: [], cut: false };
        store.setCut(new Set());
        return move(entries, folder);
      }
      let last: TreeEntry | undefined;
      for (const entry of entries) last = await copyInto(entry, folder);
      if (last) await show(last, folder);
    },
  };
}
