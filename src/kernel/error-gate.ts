import type { Notice } from "./app";

/** Notices of one kind in a window of time, before the rest is counted instead of shown. */
const burst = 3;
/** The window, in milliseconds. */
const span = 5_000;

/**
 * Lets few errors through and counts the rest, so that a core that fails on every call does not bury the page.
 *
 * `now` gives milliseconds; `later` runs something after so many of them.
 */
export function makeErrorGate(
  notify: (notice: Notice) => void,
  now: () => number,
  later: (run: () => void, ms: number) => void,
): (notice: Notice) => void {
  let passed: number[] = [];
  const last = new Map<string, number>();
  let held = 0;
  const flush = (): void => {
    if (held > 0)
      notify({ level: "error", message: `${held} more errors in the last seconds.`, hint: "See the log." });
    held = 0;
  };
  return (notice) => {
    const at = now();
    passed = passed.filter((time) => at - time < span);
    for (const [message, time] of last) if (at - time >= span) last.delete(message);
    if (last.has(notice.message)) return;
    last.set(notice.message, at);
    if (passed.length < burst) {
      passed.push(at);
      notify(notice);
      return;
    }
    if (held === 0) later(flush, span);
    held += 1;
  };
}
