/** Keeps focus and keys inside what stands in front of the page, whatever wants them behind it. */
import { giveFocus } from "./give-focus";

export interface FocusTrap {
  /** Lets go, and gives the focus to what wanted it last, or had it before. */
  release: () => void;
}

/** Elements that hold the focus now; the last one is in front. */
const held: HTMLElement[] = [];

/** What can take the focus by the keyboard. */
export const focusable = "button:not([disabled]), input, select, textarea, [tabindex='0']";

/**
 * Holds the focus inside `frame`; `had` is what had it. A panel that takes it meanwhile, such as an editor whose text has just come,
 * gets it once this is over; keys that are meant for anything behind are dropped, and `Escape` calls `onEscape`.
 */
export function trapFocus(frame: HTMLElement, had: Element | null, onEscape: () => void): FocusTrap {
  let before = had;
  let last: HTMLElement | undefined;
  const listening = new AbortController();
  const options = { capture: true, signal: listening.signal };

  // A menu of a field in the frame stands beside it in the page.
  const isInside = (target: EventTarget | null): boolean =>
    target instanceof Element && (frame.contains(target) || target.closest(".menu") !== null);
  const enter = (): void => {
    const first = frame.querySelector<HTMLElement>("[data-autofocus]") ?? frame.querySelector(focusable);
    const to = last?.isConnected ? last : (first as HTMLElement | null);
    to?.focus({ preventScroll: true });
  };
  const focused = ({ target }: FocusEvent): void => {
    if (held.at(-1) !== frame) return;
    if (isInside(target)) {
      if (target instanceof HTMLElement && frame.contains(target)) last = target;
      return;
    }
    if (target instanceof HTMLElement && !target.closest("[role=dialog]")) before = target;
    enter();
  };
  const pressed = (event: KeyboardEvent): void => {
    if (held.at(-1) !== frame || isInside(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key === "Escape") onEscape();
    else enter();
  };

  held.push(frame);
  document.addEventListener("focusin", focused, options);
  document.addEventListener("keydown", pressed, options);
  if (frame.contains(document.activeElement)) last = document.activeElement as HTMLElement;
  else enter();
  return {
    release: () => {
      listening.abort();
      held.splice(held.indexOf(frame), 1);
      if (before instanceof HTMLElement && before.isConnected) giveFocus(before);
    },
  };
}
