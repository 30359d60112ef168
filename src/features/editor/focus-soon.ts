import { giveFocus } from "../../ui/give-focus";

/** The dock shows a new panel a few frames after it was opened, and what is hidden cannot take the focus. */
const FRAMES = 4;

/** Gives the focus to an element, again in the next frames until it took it. */
export function focusElementSoon(element: HTMLElement, frames = FRAMES): void {
  giveFocus(element);
  const took = element.ownerDocument.activeElement === element;
  if (!took && frames > 0) requestAnimationFrame(() => focusElementSoon(element, frames - 1));
}
