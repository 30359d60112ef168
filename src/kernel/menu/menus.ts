import { createSignal } from "solid-js";
import type { MenuItem } from "../app";

export interface MenuEntry {
  id: string;
  title: string;
  key: string | undefined;
  enabled: boolean;
  run?: () => void;
  /** Entries of a menu that opens beside this one. */
  inner?: MenuEntry[][];
}

export interface OpenMenu {
  label: string;
  at: { x: number; y: number };
  /** Stands above the point, such as over the status bar. */
  above?: boolean;
  groups: MenuEntry[][];
}

export interface Menus {
  open: () => OpenMenu | undefined;
  show: (menu: OpenMenu) => void;
  close: () => void;
}

/** The one menu that can be open. */
export function createMenus(): Menus {
  const [open, setOpen] = createSignal<OpenMenu>();
  return {
    open,
    show: (menu) => void setOpen(menu.groups.some((group) => group.length > 0) ? menu : undefined),
    close: () => void setOpen(undefined),
  };
}

/** What a menu item needs to become an entry. */
export interface EntrySource {
  title: (command: string) => string;
  key: (command: string) => string | undefined;
  runnable: (command: string) => boolean;
  run: (command: string, target: unknown) => void;
}

/** Entries of a menu from its items. */
export function entriesOf(groups: MenuItem[][], target: unknown, source: EntrySource): MenuEntry[][] {
  return groups.map((group) =>
    group.map((item) => ({
      id: item.command,
      // The area before the colon is said by the menu itself.
      title: item.title ?? source.title(item.command).replace(/^[^:]+: /, ""),
      key: source.key(item.command),
      enabled: source.runnable(item.command),
      run: () => source.run(item.command, target),
    })),
  );
}
