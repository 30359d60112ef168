/** The terminals of the owner as this window knows them, and the panels that show them. */
import { createSignal, type Accessor } from "solid-js";
import type { TerminalInfo, TerminalKept, WirePath } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { NO_TERMINALS, reduceTerminals, type TerminalsEvent } from "./terminal-reducer";
import type { Blocks } from "./blocks/blocks-type";
import type { ScrollTo } from "./blocks/scroll-rows";
import type { Folds } from "./blocks/folds";
import type { Size } from "./resizer";
import type { TerminalSession } from "./terminal-session";
import { createTyping } from "./typing";

export const TERMINAL = "terminal";

/** What of a panel comes back after a restart. */
export interface TerminalState {
  /** The terminal, once it has started. */
  id: string | null;
  /** The folder it starts in; the workspace itself when absent. */
  cwd?: WirePath;
  /** Runs whose outputs are folded. */
  folded?: string[];
}

export type TerminalPanel = Panel<TerminalState>;

/** A terminal whose panel is on the page. */
export interface ShownTerminal {
  panel: TerminalPanel;
  session: TerminalSession;
  /** Opens the find bar, or goes to it. */
  find(): void;
  /** Goes to the question that a program asks; nothing while there is none. */
  enterQuestion: Accessor<(() => void) | undefined>;
  blocks: Blocks;
  folds: Folds;
  /** Scrolls what is in sight. */
  scroll(to: ScrollTo): void;
}

export interface TerminalStore {
  get(id: string): TerminalInfo | undefined;
  all(): TerminalInfo[];
  isGone(id: string): boolean;
  /** A terminal of an earlier run that did not begin again yet. */
  kept(id: string): TerminalKept | undefined;
  allKept(): TerminalKept[];
  put(event: TerminalsEvent): void;
  /** Asks the owner again, for what changes without an event: the folder and the program in front. */
  refresh(): Promise<void>;
  /** The size that a terminal has had here, for one that starts where it cannot be measured. */
  lastSize: Size;
  /** By the panel's id. */
  readonly shown: Map<string, ShownTerminal>;
  /** The panel that had the focus last. */
  lastFocused: Accessor<string | undefined>;
  setLastFocused(panel: string): void;
  /** The panel that is typed into just now, or an empty text for anything else; nothing while nobody types. */
  typing: Accessor<string | undefined>;
}

const REFRESH_TRIES = 3;

export function createTerminalStore(app: App): TerminalStore {
  const [state, setState] = createSignal(NO_TERMINALS);
  const [kept, setKept] = createSignal<readonly TerminalKept[]>([]);
  const [lastFocused, setLastFocused] = createSignal<string>();
  const typing = createTyping(window, () => {
    return (app.contexts.get("terminalFocus") === true && lastFocused()) || "";
  });
  let events = 0;

  const put = (event: TerminalsEvent) => setState((before) => reduceTerminals(before, event));

  app.on("terminalChanged", ({ terminal }) => {
    events += 1;
    put({ type: "changed", terminal });
  });
  app.on("terminalClosed", ({ id }) => {
    events += 1;
    put({ type: "closed", id });
  });

  const list = async (type: "listed" | "tookOver"): Promise<void> => {
    for (let attempt = 1; attempt <= REFRESH_TRIES; attempt += 1) {
      const seen = events;
      const answer = await app.ipc.terminalList({});
      // An event that came meanwhile is newer than this list.
      if (seen !== events && attempt < REFRESH_TRIES) continue;
      setKept(answer.kept);
      put({ type, terminals: answer.terminals, kept: answer.kept.map(({ id }) => id) });
      return;
    }
  };

  const store: TerminalStore = {
    get: (id) => state().byId[id],
    all: () => Object.values(state().byId).sort((a, b) => a.startedAt - b.startedAt),
    isGone: (id) => state().gone.includes(id),
    kept: (id) => kept().find((terminal) => terminal.id === id),
    allKept: () => [...kept()],
    put,
    refresh: () => list("listed"),
    lastSize: { cols: 80, rows: 24 },
    shown: new Map(),
    typing,
    lastFocused,
    setLastFocused: (panel) => void setLastFocused(panel),
  };
  // Shells end with their owner. Those that a new one does not know are gone, or begin again there.
  app.on("ownerChanged", () => {
    list("tookOver").then(
      () => {
        for (const { panel, session } of store.shown.values()) {
          if (store.kept(panel.state().id ?? "")) void session.beginAgain();
        }
      },
      () => undefined,
    );
  });
  return store;
}
