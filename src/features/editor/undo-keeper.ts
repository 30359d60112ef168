/** Gives the owner the undo history of a text, a moment after the last key and before a save. */

/** How long after the last change, and at most after the first one, in milliseconds. */
const QUIET = 1_000;
const MOST = 5_000;

export interface UndoKeeperOptions {
  /** The change that the text stands on, once the owner has every edit; `undefined` while it has not. */
  head: () => string | null | undefined;
  describe: () => string;
  keep: (head: string, history: string) => Promise<unknown>;
}

export interface UndoKeeper {
  /** The text changed. */
  touch: () => void;
  /** Gives what waits now. */
  flush: () => Promise<void>;
}

export function makeUndoKeeper({ head, describe, keep }: UndoKeeperOptions): UndoKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  const flush = async (): Promise<void> => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const at = head();
    if (at === undefined) return touch();
    if (at === null) return;
    // The text may have gone on meanwhile, and the owner has the way back of each change by itself.
    await keep(at, describe()).catch(() => undefined);
  };
  const touch = (): void => {
    const now = Date.now();
    if (timer === undefined) since = now;
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), Math.max(0, Math.min(QUIET, since + MOST - now)));
  };
  return { touch, flush };
}
