import type { MenuItem } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { entriesOf, type MenuEntry } from "../../kernel/menu/menus";

const menus = [
  ["menubar.file", "File"],
  ["menubar.edit", "Edit"],
  ["menubar.view", "View"],
  ["menubar.go", "Go"],
  ["menubar.terminal", "Terminal"],
  ["menubar.help", "Help"],
] as const;

/** What the frame itself puts into the menus; features add their own. */
export const menuBarItems: MenuItem[] = [
  item("file", "1_new", "editor.newFile"),
  item("file", "1_new", "explorer.newFolder"),
  item("file", "5", "workspace.open"),
  item("file", "5", "workspace.openInNewWindow"),
  item("file", "5", "workspace.recent"),
  item("file", "5", "session.resume"),
  item("file", "8", "settings.open", "Settings"),
  item("file", "9", "window.close", "Close Window"),
  item("view", "1", "palette.commands"),
  item("view", "1", "palette.files"),
  item("view", "3", "view.toggleSidebar"),
  item("view", "3", "view.toggleBottom"),
  item("view", "3", "view.toggleRight"),
  item("view", "3", "timeline.show"),
  item("view", "3", "log.show"),
  item("view", "5", "view.split"),
  item("view", "5", "view.splitDown"),
  item("view", "7", "view.zoomIn"),
  item("view", "7", "view.zoomOut"),
  item("view", "7", "view.zoomReset"),
  item("view", "7", "theme.pick"),
  item("go", "5", "view.nextTab"),
  item("go", "5", "view.previousTab"),
  item("go", "5", "view.nextPlace"),
  item("terminal", "1", "terminal.new"),
  item("terminal", "1", "terminal.split"),
  item("terminal", "1", "terminal.rename"),
  item("terminal", "2", "terminal.clear"),
  item("terminal", "2", "terminal.kill"),
  item("terminal", "3", "terminal.toggle"),
  item("help", "1", "help.shortcuts"),
  item("help", "2", "help.about"),
];

function item(menu: string, group: string, command: string, title?: string): MenuItem {
  return { menu: `menubar.${menu}`, group, command, ...(title === undefined ? {} : { title }) };
}

/** The menus as they are now: only commands that exist, and no menu without any. */
export function menuBar(frame: Frame): MenuEntry[][] {
  const target = frame.workbench.active();
  const source = {
    title: (id: string) => frame.registry.get(id)?.title ?? id,
    key: frame.commands.keyOf,
    runnable: frame.registry.runnable,
    run: (id: string) => void frame.commands.run(id),
  };
  const filled = menus.flatMap(([id, title]): MenuEntry[] => {
    const inner = entriesOf(frame.registry.menu(id, target), target, source);
    return inner.length > 0 ? [{ id, title, key: undefined, enabled: true, inner }] : [];
  });
  return [filled];
}
