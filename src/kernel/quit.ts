import type { Ipc } from "../ipc/client";

/** Closing the window: everyone is asked in turn, and one `false` keeps it open. */
export interface Quit {
  ask: (ask: () => Promise<boolean>, leave?: () => Promise<void>) => void;
  /** Asks everyone: before the window closes, and before it shows another folder or profile. */
  mayLeave: () => Promise<boolean>;
  close: () => Promise<void>;
  /** The window was asked to close from outside of the page, such as by its button. */
  requested: () => Promise<void>;
}

/** Milliseconds that storing may take. */
const STORE_MS = 2_000;

/** `store` keeps what the window shows, once it is sure that it closes. */
export function createQuit(
  ipc: Pick<Ipc, "windowClose" | "windowClosing">,
  onFault: (fault: unknown) => void,
  store: () => Promise<void>,
): Quit {
  const asks: (() => Promise<boolean>)[] = [];
  const leaves: (() => Promise<void>)[] = [];
  let closing = false;
  const mayLeave = async (): Promise<boolean> => {
    for (const ask of asks) if (!(await ask())) return false;
    for (const leave of leaves) await leave();
    return true;
  };
  const close = async (): Promise<void> => {
    // A second click on the close button does not ask twice.
    if (closing) return;
    closing = true;
    try {
      if (!(await mayLeave())) return;
      // An owner that hangs must not keep the window; only its layout would be that of an earlier moment.
      await Promise.race([store(), new Promise((resolve) => setTimeout(resolve, STORE_MS))]);
      await ipc.windowClose({});
    } catch (fault) {
      onFault(fault);
    } finally {
      closing = false;
    }
  };
  return {
    ask: (ask, leave) => {
      asks.push(ask);
      if (leave) leaves.push(leave);
    },
    mayLeave,
    close,
    requested: async () => {
      // Without a word the shell takes the page for hung, and asks in its place.
      ipc.windowClosing({}).catch(onFault);
      await close();
    },
  };
}
