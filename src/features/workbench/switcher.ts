import { createSignal } from "solid-js";
import type { Panel } from "../../kernel/app";

/** `Ctrl+Tab`: a list of panels, the one used last first, that holds while Ctrl is held. */
export interface Switcher {
  shown: () => Panel[];
  marked: () => number;
  step: (by: 1 | -1) => void;
  /** Brings the marked one forward. */
  commit: () => void;
  cancel: () => void;
}

export function createSwitcher(recent: () => Panel[], isHeld: () => boolean): Switcher {
  const [shown, setShown] = createSignal<Panel[]>([]);
  const [marked, setMarked] = createSignal(0);
  const cancel = (): void => void setShown([]);
  const commit = (): void => {
    const panel = shown()[marked()];
    cancel();
    panel?.focus();
  };
  return {
    shown,
    marked,
    commit,
    cancel,
    step: (by) => {
      if (shown().length === 0) {
        const list = recent();
        if (list.length === 0) return;
        setShown(list);
        setMarked(0);
      }
      const count = shown().length;
      setMarked((now) => (now + by + count) % count);
      // Run from a menu there is no key to wait for.
      if (!isHeld()) commit();
    },
  };
}

/** Follows whether Ctrl is held, and tells when it is let go. */
export function followControl(
  target: Window,
  signal: AbortSignal,
  onRelease: () => void,
  onEscape: () => void,
): () => boolean {
  let held = false;
  const down = (event: KeyboardEvent): void => {
    held = event.ctrlKey;
    if (event.key === "Escape") onEscape();
  };
  const release = (): void => {
    held = false;
    onRelease();
  };
  const up = (event: KeyboardEvent): void => {
    if (event.key === "Control") release();
  };
  target.addEventListener("keydown", down, { capture: true, signal });
  target.addEventListener("keyup", up, { capture: true, signal });
  target.addEventListener("blur", release, { signal });
  return () => held;
}
