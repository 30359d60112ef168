import type { WirePath } from "../../ipc/bindings";
import type { Command, MenuItem } from "../../kernel/app";
import type { Explorer } from "./explorer";
import { isFolder } from "./tree-path";
import type { Row } from "./tree-reducer";

function isRow(target: unknown): target is Row {
  return typeof target === "object" && target !== null && "entry" in target && "depth" in target;
}

export function explorerCommands(explorer: Explorer): Command[] {
  const { app, store, actions } = explorer;
  const rowOf = (target: unknown): Row | undefined => (isRow(target) ? target : store.cursorRow());
  /** What the menu was opened on, with the rest of the selection it belongs to. */
  const rowsOf = (target: unknown): Row[] =>
    isRow(target) && !store.selection().keys.has(target.key) ? [target] : store.chosen();
  const hasRow = (): boolean => store.cursorRow() !== undefined;
  const absolute = (path: WirePath): string => `${app.workspace()?.root ?? ""}/${path.path}`;
  const copyText = async (rows: Row[], text: (path: WirePath) => string): Promise<void> => {
    await app.ipc.clipboardWrite({ text: rows.map((row) => text(row.entry.path)).join("\n") });
  };
  const inTree = (id: string, title: string, run: (target: unknown) => void | Promise<void>): Command => ({
    id: `explorer.${id}`,
    title,
    enabled: hasRow,
    run: (target) => run(target),
  });
  const hasFolder = (): boolean => app.workspace() !== null;
  const always = (id: string, title: string, run: (target: unknown) => void | Promise<void>): Command => ({
    id: `explorer.${id}`,
    title,
    enabled: hasFolder,
    run: (target) => run(target),
  });
  const focus = (): void => app.showSidebar("files");

  return [
    always("focus", "View: Focus the Explorer", focus),
    always("newFile", "File: New File in the Tree…", (target) => create("file", target)),
    always("newFolder", "File: New Folder…", (target) => create("folder", target)),
    always("refresh", "Explorer: Read Again", store.refresh),
    always("collapseAll", "Explorer: Collapse All Folders", store.collapseAll),
    always("toggleIgnored", "Explorer: Show or Hide Ignored Files", async () => {
      const value = JSON.stringify(!app.settings().explorerShowIgnored);
      await app.ipc.settingsUpdate({ key: "explorer.showIgnored", value });
    }),
    {
      id: "explorer.reveal",
      title: "Explorer: Show a Path",
      internal: true,
      run: async (path) => {
        if (!path) return;
        app.showSidebar("files");
        const found = await store.reveal(path as WirePath);
        if (found) explorer.focus();
        else app.notify({ level: "info", message: `${(path as WirePath).path} is not in the tree.` });
      },
    },
    inTree("open", "Explorer: Open", (target) => {
      const row = rowOf(target);
      if (row && row.open === undefined) actions.openFile(row, false);
    }),
    inTree("rename", "Explorer: Rename…", (target) => {
      const row = rowOf(target);
      if (row) actions.startRename(row);
    }),
    {
      id: "explorer.undoDelete",
      title: "Explorer: Undo Move to Trash",
      enabled: actions.canUndoTrash,
      run: actions.undoTrash,
    },
    inTree("delete", "Explorer: Move to Trash", (target) => actions.trash(rowsOf(target))),
    inTree("duplicate", "Explorer: Duplicate", (target) => actions.duplicate(rowsOf(target))),
    inTree("cut", "Explorer: Cut", (target) => actions.copy(rowsOf(target), true)),
    inTree("copy", "Explorer: Copy", (target) => actions.copy(rowsOf(target), false)),
    always("paste", "Explorer: Paste", (target) => actions.paste(rowOf(target))),
    inTree("copyPath", "Explorer: Copy Path", (target) => copyText(rowsOf(target), absolute)),
    inTree("copyRelativePath", "Explorer: Copy Relative Path", (target) =>
      copyText(rowsOf(target), (path) => path.path),
    ),
    {
      id: "explorer.like",
      title: "Explorer: More Like This File",
      enabled: () => onFile(store.cursorRow()),
      run: () => app.commands.run("search.likeRow", store.cursorRow()),
    },
    always("openTerminal", "Explorer: Open in Terminal", (target) =>
      app.commands.run("terminal.new", { cwd: actions.folderOf(rowOf(target)) }),
    ),
  ];

  async function create(kind: "file" | "folder", target: unknown): Promise<void> {
    app.showSidebar("files");
    await actions.startCreate(kind, isRow(target) ? target : undefined);
  }
}

const onRow = (target: unknown): boolean => isRow(target);
const onFile = (target: unknown): boolean => isRow(target) && !isFolder(target.entry);

function item(group: string, command: string, title: string, when?: (target: unknown) => boolean): MenuItem {
  return { menu: "tree.context", group, command: `explorer.${command}`, title, ...(when ? { when } : {}) };
}

const MORE = "explorer.more";

export const explorerMenus: MenuItem[] = [
  item("1_open", "open", "Open", onFile),
  item("1_open", "openTerminal", "Open in Terminal"),
  item("2_new", "newFile", "New File…"),
  item("2_new", "newFolder", "New Folder…"),
  item("3_clipboard", "cut", "Cut", onRow),
  item("3_clipboard", "copy", "Copy", onRow),
  item("3_clipboard", "paste", "Paste"),
  item("3_clipboard", "duplicate", "Duplicate", onRow),
  item("4_path", "copyPath", "Copy Path", onRow),
  item("4_path", "copyRelativePath", "Copy Relative Path", onRow),
  item("5_change", "rename", "Rename…", onRow),
  item("5_change", "delete", "Move to Trash", onRow),
  { menu: MORE, group: "1_new", command: "explorer.newFile", title: "New File…" },
  { menu: MORE, group: "1_new", command: "explorer.newFolder", title: "New Folder…" },
  { menu: MORE, group: "2_view", command: "explorer.refresh", title: "Read Again" },
  { menu: MORE, group: "2_view", command: "explorer.collapseAll", title: "Collapse All" },
  { menu: MORE, group: "2_view", command: "explorer.toggleIgnored", title: "Show or Hide Ignored Files" },
  { menu: "menubar.view", group: "3_places", command: "explorer.focus" },
];
