/** The frame of the window: everything of `App`, and what only the frame's own features use. */
import type { App, Area, QuickProvider, SidebarSection, SidebarView, StatusItem } from "./app";
import type { CommandRegistry } from "./commands";
import type { DialogQueue } from "./dialogs";
import type { FrameWorkbench } from "./dock/workbench";
import type { Keymap } from "./keymap/bindings";
import type { Menus } from "./menu/menus";
import type { Notices } from "./notices";
import type { JSX } from "solid-js";
import type { SettingsSnapshot, WorkspaceInfo } from "../ipc/bindings";

export interface Frame extends App {
  workbench: FrameWorkbench;
  dialogs: DialogQueue;
  notices: Notices;
  menus: Menus;
  registry: CommandRegistry;
  keymap: () => Keymap;
  sidebars: () => SidebarView[];
  sidebarSections: () => SidebarSection[];
  statusItems: () => StatusItem[];
  topItems: () => (() => JSX.Element)[];
  quickProviders: () => QuickProvider[];
  /** What the status bar says in passing, such as the first half of a longer key. */
  message: () => string | undefined;
  /** Commands that were run from the palette, the last one first. */
  recentCommands: () => string[];
  rememberCommand: (id: string) => void;
  /** What stands in a dock without panels, and behind the tabs of its groups. */
  setEmpty: (area: Area, render: () => JSX.Element) => void;
  setActions: (area: Area, render: () => JSX.Element) => void;
  /** Puts settings in force that the core answered with, without waiting for its event. */
  applySettings: (snapshot: SettingsSnapshot) => void;
  applyWorkspace: (workspace: WorkspaceInfo) => void;
  /** Asks what has to be asked and closes the window. */
  quit: () => Promise<void>;
  /** Asks about unsaved text and running programs, before this window shows something else. */
  mayLeave: () => Promise<boolean>;
  /** Starts to listen to keys and puts the stored panels back. */
  start: () => Promise<void>;
}
