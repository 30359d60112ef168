import type { StoredLayout } from "./dock/stored-layout";

/** How long after the last change the layout is stored, in milliseconds. */
const delay = 250;

export interface LayoutSaver {
  /** Something of the layout changed. */
  touch: () => void;
  /** Stores now what waits; done when it is stored, or when the fault was told. */
  flush: () => Promise<void>;
}

/** Stores the layout a moment after the last change, and only when it differs from what was stored. */
export function makeLayoutSaver(
  read: () => StoredLayout,
  store: (text: string) => Promise<unknown>,
  onFault: (fault: unknown) => void,
): LayoutSaver {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stored: string | undefined;
  const flush = async (): Promise<void> => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const text = JSON.stringify(read());
    if (text === stored) return;
    stored = text;
    await store(text).catch(onFault);
  };
  return {
    flush,
    touch: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void flush(), delay);
    },
  };
}
