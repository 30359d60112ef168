/**
 * What the frame of the window offers to its features.
 *
 * A feature is a function `(app: App) => void` that registers commands, panels, menus, status items
 * and sidebars. It sees this interface, `ui` and `ipc`, and never another feature's insides.
 */
import type { JSX } from "solid-js";
import type { Boot, Settings, SettingsSnapshot, UiEvent, WorkspaceInfo } from "../ipc/bindings";
import type { Ipc } from "../ipc/client";
import type { LikeLines } from "../ipc/search-types";
import type { Dialogs } from "./asking";

export type { Dialogs, PickItem, PickOptions, Question } from "./asking";

/** A command: data from which the palette, menus, key bindings and the shortcut sheet derive. */
export interface Command {
  /** `area.verb`, as people write it in `keybindings.json`. */
  id: string;
  /** What the palette shows, such as `File: Save`. */
  title: string;
  /** Whether it can run now; left out means always. */
  enabled?: () => boolean;
  /** Hidden from the palette, such as "move up" of a tree. */
  internal?: boolean;
  run: (...args: unknown[]) => void | Promise<void>;
}

/** A named place where commands appear as a menu: `editor.context`, `tree.context`, `tab.context`, … */
export interface MenuItem {
  menu: string;
  /** Items of one group stand together; groups are sorted and divided by a line. */
  group: string;
  command: string;
  /** Another title than the command's. */
  title?: string;
  /** Shown only when this holds; the argument is what was clicked. */
  when?: (target: unknown) => boolean;
}

export interface Commands {
  register(commands: Command[], menus?: MenuItem[]): void;
  get(id: string): Command | undefined;
  all(): Command[];
  /** Runs a command; a failure becomes a notice, never an unhandled rejection. */
  run(id: string, ...args: unknown[]): Promise<void>;
  /** The key to show for a command, such as `Ctrl+Shift+P`. */
  keyOf(id: string): string | undefined;
  /** Shows a menu at a point; `target` goes to `when` and as first argument to the command. */
  showMenu(menu: string, at: { x: number; y: number }, target?: unknown): void;
}

/** Facts that `when` clauses of key bindings speak of, such as `terminalFocus`. */
export interface Contexts {
  set(key: string, value: boolean | string): void;
  get(key: string): boolean | string | undefined;
}

export type Area = "center" | "bottom" | "right";

/** A kind of panel, registered once. `state` is JSON and comes back after a restart. */
export interface PanelKind<S = unknown> {
  kind: string;
  area: Area;
  render: (panel: Panel<S>) => JSX.Element;
  /** Stands in its dock always, once and under this title; its id is the kind, and it never closes. */
  fixed?: { title: string; order: number };
  /** Asked before the panel closes; `false` keeps it. */
  beforeClose?: (panel: Panel<S>) => boolean | Promise<boolean>;
  /** Asked once for several panels that close together, in place of `beforeClose` for each of them. */
  beforeCloseAll?: (panels: Panel<S>[]) => boolean | Promise<boolean>;
  /** Menu of its tab. */
  tabMenu?: string;
  /** Shows the same again beside this panel (`Ctrl+\\`); without it the panel itself moves there. */
  split?: (panel: Panel<S>, direction: "right" | "down") => void;
  /** Whether it stays when another layout takes the place of this one; one that is not saved does. */
  stays?: (panel: Panel<S>) => boolean;
  /** Whether it may come back from a stored layout; asked once with its state. */
  restore?: (id: string, state: S) => boolean | Promise<boolean>;
}

/** A panel that is open. Accessors are reactive. */
export interface Panel<S = unknown> {
  readonly id: string;
  readonly kind: string;
  state: () => S;
  setState: (state: S) => void;
  title: () => string;
  setTitle: (title: string) => void;
  /** What tells it from another panel of the same title. */
  detail: () => string | undefined;
  setDetail: (text: string | undefined) => void;
  tooltip: () => string | undefined;
  setTooltip: (text: string | undefined) => void;
  dirty: () => boolean;
  setDirty: (dirty: boolean) => void;
  /** Whether what it shows is no longer there; its title is struck through. */
  gone: () => boolean;
  setGone: (gone: boolean) => void;
  /** Shown in italics and replaced by the next preview. */
  preview: () => boolean;
  setPreview: (preview: boolean) => void;
  /** What is selected in it, as a reference such as `task:T-14`. */
  subject: () => string | undefined;
  setSubject: (reference: string | undefined) => void;
  /** Whether it is the active panel of the whole window. */
  active: () => boolean;
  /** Whether it is on screen (the front tab of its group). */
  visible: () => boolean;
  /** Called when the panel gets the focus, so that it can focus what is inside. */
  onFocus: (focus: () => void) => void;
  close: () => Promise<boolean>;
  focus: () => void;
}

export interface OpenOptions {
  preview?: boolean;
  focus?: boolean;
  /** Split beside the active group instead of a new tab. */
  split?: "right" | "down";
}

export interface Workbench {
  registerPanel<S>(kind: PanelKind<S>): void;
  /** Opens, or brings forward when a panel with this id is open. */
  open<S>(kind: string, id: string, state: S, title: string, options?: OpenOptions): Panel<S>;
  find(id: string): Panel | undefined;
  panels(kind?: string): Panel[];
  /** Closes all of them or, when one answer is no, none; `false` then. Each kind is asked once. */
  closeAll(panels: Panel[]): Promise<boolean>;
  /** The active panel of an area; reactive. */
  active(area?: Area): Panel | undefined;
  showArea(area: Area | "sidebar", shown?: boolean): void;
  areaShown(area: Area | "sidebar"): boolean;
  focusArea(area: Area | "sidebar"): void;
  /** Remembers how to open again what was closed, for Ctrl+Shift+T. */
  onReopen(reopen: () => void): void;
}

export interface SidebarView {
  id: string;
  title: string;
  icon: (props: { size?: number }) => JSX.Element;
  count?: () => number | undefined;
  render: () => JSX.Element;
  /** Buttons at the right of its heading. */
  actions?: () => JSX.Element;
  focus?: () => void;
}

/** What stands below a view of the sidebar, whoever's view that is. */
export interface SidebarSection {
  /** The view that it stands below. */
  view: string;
  title: string;
  /** How many it lists; it is drawn while there are some. */
  count: () => number;
  render: () => JSX.Element;
}

export interface StatusItem {
  id: string;
  side: "left" | "right";
  /** Lower stands further out. */
  order: number;
  render: () => JSX.Element;
}

export interface Notice {
  level: "info" | "warn" | "error";
  message: string;
  hint?: string;
  actions?: { title: string; run: () => void | Promise<void> }[];
  /** What it is about: a later notice about the same takes its place. */
  about?: string;
}

/** What quick open (Ctrl+P) shows; providers are asked by prefix (`""` files, `>` commands, `:` line, …). */
export interface QuickProvider {
  prefix: string;
  title: string;
  /** Takes a text that has no prefix, such as one with fields, from the provider of files. */
  fits?: (text: string) => boolean;
  /** What a query means, to be read below the list. */
  about?: (query: string) => string | undefined;
  search: (query: string) => Promise<QuickItem[]> | QuickItem[];
  /** Rows that stand below the first ones of the provider without a prefix, for a text that it gets. */
  beside?: (query: string) => Promise<QuickItem[]>;
  /** Rows that take longer; they come behind all others, so that none of those moves. */
  behind?: (query: string) => Promise<QuickItem[]>;
  /** The same for a text that it reads itself. */
  behindOwn?: (query: string) => Promise<QuickItem[]>;
}

export interface QuickItem {
  id: string;
  title: string;
  /** UTF-16 offsets of `title` to highlight. */
  positions?: number[];
  detail?: string;
  /** UTF-16 offsets of `detail` to highlight. */
  detailPositions?: number[];
  key?: string;
  /** The place in a file that it leads to; its row has the menu of places then. */
  place?: LikeLines;
  run: () => void | Promise<void>;
}

export interface App {
  boot: Boot;
  ipc: Ipc;
  commands: Commands;
  contexts: Contexts;
  workbench: Workbench;
  dialogs: Dialogs;
  notify: (notice: Notice) => void;
  /** Reactive settings; `settingsSnapshot` also has problems and paths. */
  settings: () => Settings;
  settingsSnapshot: () => SettingsSnapshot;
  /** `dark` or `light` as it is drawn now. */
  theme: () => "dark" | "light";
  workspace: () => WorkspaceInfo | null;
  /** Listens to one type of event for as long as the window lives. */
  on<T extends UiEvent["type"]>(type: T, handler: (event: Extract<UiEvent, { type: T }>) => void): void;
  addSidebar(view: SidebarView): void;
  addSidebarSection(section: SidebarSection): void;
  /** What a view of the sidebar kept with the layout; reactive, because another layout may come. */
  sidebarState: (view: string) => unknown;
  /** Keeps JSON of a view's own with the layout. */
  keepSidebarState: (view: string, state: unknown) => void;
  /** What is selected in the view of the sidebar that is shown, as a reference such as `task:T-14`; reactive. */
  sidebarSubject: () => string | undefined;
  setSidebarSubject: (view: string, reference: string | undefined) => void;
  /** Brings a view of the sidebar forward and gives it the focus. */
  showSidebar(id: string): void;
  addStatus(item: StatusItem): void;
  addQuickProvider(provider: QuickProvider): void;
  /** Adds something to the right end of the top bar, before the settings. */
  addTopItem(render: () => JSX.Element): void;
  /** The layout as it would be stored now. */
  layoutNow: () => string;
  /** Takes a stored layout, and adds panels that stay (`PanelKind.stays`); `patch` may change a panel's stored state. */
  swapLayout(text: string | null, patch?: (kind: string, state: unknown) => unknown): Promise<void>;
  /** Asked before the window closes; `false` keeps it open. `leave` is called once all agreed. */
  beforeQuit(ask: () => Promise<boolean>, leave?: () => Promise<void>): void;
}
