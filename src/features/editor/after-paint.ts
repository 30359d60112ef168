/** Milliseconds after which a page that is not drawn goes on without. */
const UNDRAWN = 50;

/**
 * Runs something once what has changed on the page is drawn.
 *
 * A message to the core is taken by the same thread that draws the window; sent at once it would stand before
 * the letter that was just typed.
 */
export function afterPaint(run: () => void): void {
  let done = false;
  const once = (): void => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    run();
  };
  const timer = setTimeout(once, UNDRAWN);
  // The frame's callback comes before its drawing, a task that is asked for there after it.
  requestAnimationFrame(() => setTimeout(once));
}
