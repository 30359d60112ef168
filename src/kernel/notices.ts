import { createSignal } from "solid-js";
import type { Notice } from "./app";

export interface ShownNotice extends Notice {
  id: number;
  /** How often it was said while it is shown. */
  count: number;
}

export interface Notices {
  notify: (notice: Notice) => void;
  shown: () => ShownNotice[];
  dismiss: (id: number) => void;
  clear: () => void;
  /** Keeps a notice while the pointer or the focus is on it. */
  hold: (id: number, held: boolean) => void;
}

/** Most notices that stand at once; more are folded into the last line. */
const most = 3;
/** How long a notice without anything to do stays, in milliseconds. */
const stays = { info: 6_000, warn: 12_000, error: 20_000 };

/** Toasts: the same one twice counts up instead of standing twice, and a flood pushes out the oldest. */
export function createNotices(): Notices {
  const [shown, setShown] = createSignal<ShownNotice[]>([]);
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  let next = 1;

  const dismiss = (id: number): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    setShown((list) => list.filter((notice) => notice.id !== id));
  };
  const restart = (notice: ShownNotice): void => {
    clearTimeout(timers.get(notice.id));
    // What asks for an answer waits for it, unless it only offers to undo.
    if (notice.actions?.length && notice.level !== "info") return;
    const time = stays[notice.level] * (notice.actions?.length ? 2 : 1);
    timers.set(
      notice.id,
      setTimeout(() => dismiss(notice.id), time),
    );
  };
  const same = (a: Notice, b: Notice): boolean =>
    a.level === b.level && a.message === b.message && a.hint === b.hint;
  return {
    shown,
    dismiss,
    clear: () => {
      for (const { id } of shown()) dismiss(id);
    },
    hold: (id, held) => {
      const notice = shown().find((other) => other.id === id);
      if (held) clearTimeout(timers.get(id));
      else if (notice) restart(notice);
    },
    notify: (notice) => {
      for (const old of shown())
        if (notice.about !== undefined && old.about === notice.about) dismiss(old.id);
      const standing = shown().find((other) => same(other, notice));
      if (standing) {
        const counted = { ...notice, id: standing.id, count: standing.count + 1 };
        setShown((list) => list.map((other) => (other.id === standing.id ? counted : other)));
        restart(counted);
        return;
      }
      const added = { ...notice, id: next++, count: 1 };
      for (const old of shown().slice(0, Math.max(0, shown().length - most + 1))) dismiss(old.id);
      setShown((list) => [...list, added]);
      restart(added);
    },
  };
}
