/** What is not worth the time of the start waits until the window has stood for a moment. */

/** How long that is, in milliseconds. */
const QUIET_START = 2_000;

/** How much of that moment is left, in milliseconds. */
export function untilStarted(): number {
  return Math.max(0, QUIET_START - performance.now());
}
