/** The runs of this workspace, and putting one of them back. */
import { createSignal } from "solid-js";
import type { SessionInfo, SessionTerminal } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import type { App } from "../../kernel/app";

/** Runs that are offered. */
const OFFERED = 12;

export interface Sessions {
  /** Runs before this one, the last one first; reactive. */
  earlier: () => SessionInfo[];
  refresh: () => Promise<void>;
  open: (session: SessionInfo) => Promise<void>;
}

export function createSessions(app: App): Sessions {
  const [earlier, setEarlier] = createSignal<SessionInfo[]>([]);
  const refresh = async (): Promise<void> => {
    const { sessions } = await app.ipc.sessionList({ limit: OFFERED });
    setEarlier(sessions.filter(({ current }) => !current));
  };
  return {
    earlier,
    refresh,
    open: async (session) => {
      try {
        const opened = await app.ipc.sessionOpen({ window: app.boot.window, id: session.id });
        if (opened.layout === null) {
          // No window showed it, as with a script: what it worked with is opened, the last file in front.
          for (const path of session.files.toReversed()) await app.commands.run("editor.openFile", { path });
          return;
        }
        const { terminals, kept } = await app.ipc.terminalList({});
        const alive = new Set([...terminals, ...kept].map(({ id }) => id));
        await app.swapLayout(opened.layout, (kind, state) =>
          kind === "terminal" ? terminalState(state, opened.terminals, alive) : state,
        );
        await refresh();
      } catch (fault) {
        const notice = failureNotice(fault);
        if (notice) app.notify(notice);
      }
    },
  };
}

/** A terminal that is gone for good becomes a new one in the same folder. */
export function terminalState(
  state: unknown,
  terminals: SessionTerminal[],
  alive: ReadonlySet<string>,
): unknown {
  if (typeof state !== "object" || state === null || !("id" in state)) return state;
  const { id } = state;
  if (typeof id !== "string" || alive.has(id)) return state;
  const folder = terminals.find((terminal) => terminal.id === id)?.folder;
  return { id: null, cwd: folder ?? { path: "" } };
}
