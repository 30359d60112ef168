/** Dragging a card with the pointer. */
import { createSignal, onCleanup } from "solid-js";
import type { Spot } from "./board-reducer";

/** Pixels that a pressed pointer goes before it drags. */
const slack = 5;
/** Pixels from an edge where the board scrolls, and by how much each time. */
const edge = 36;

export interface Held {
  from: Spot;
  path: string;
  /** Where it would be put. */
  to: Spot;
  /** Where the pointer is, in the window. */
  x: number;
  y: number;
}

export interface BoardDrag {
  held: () => Held | undefined;
  press: (event: PointerEvent, from: Spot, path: string) => void;
  cancel: () => void;
}

export interface DragPlaces {
  scroller: () => HTMLElement | undefined;
  /** The place for a pointer at a point of the window. */
  spotAt: (x: number, y: number, from: Spot) => Spot;
  drop: (held: Held) => void;
}

export function createBoardDrag(places: DragPlaces): BoardDrag {
  const [held, setHeld] = createSignal<Held>();
  let stop: (() => void) | undefined;
  const cancel = (): void => {
    stop?.();
    stop = undefined;
    setHeld(undefined);
  };
  onCleanup(cancel);
  const scrollAt = (x: number, y: number): void => {
    const scroller = places.scroller();
    if (!scroller) return;
    const { left, right, top, bottom } = scroller.getBoundingClientRect();
    if (bottom <= top) return;
    if (y < top + edge) scroller.scrollTop -= edge / 2;
    else if (y > bottom - edge) scroller.scrollTop += edge / 2;
    if (x < left + edge) scroller.scrollLeft -= edge / 2;
    else if (x > right - edge) scroller.scrollLeft += edge / 2;
  };
  return {
    held,
    cancel,
    press: (start, from, path) => {
      if (start.button !== 0) return;
      cancel();
      const move = (event: PointerEvent): void => {
        if (event.pointerId !== start.pointerId) return;
        const [x, y] = [event.clientX, event.clientY];
        if (!held() && Math.hypot(x - start.clientX, y - start.clientY) < slack) return;
        event.preventDefault();
        scrollAt(x, y);
        setHeld({ from, path, to: places.spotAt(x, y, from), x, y });
      };
      const up = (event: PointerEvent): void => {
        if (event.pointerId !== start.pointerId) return;
        const now = held();
        cancel();
        // The board may have been read again since the pointer moved last.
        if (now) places.drop({ ...now, to: places.spotAt(event.clientX, event.clientY, now.from) });
      };
      const key = (event: KeyboardEvent): void => {
        if (event.key !== "Escape" || !held()) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        cancel();
      };
      window.addEventListener("pointermove", move);
      window.addEventListener("pointerup", up);
      window.addEventListener("pointercancel", cancel);
      window.addEventListener("keydown", key, { capture: true });
      stop = () => {
        window.removeEventListener("pointermove", move);
        window.removeEventListener("pointerup", up);
        window.removeEventListener("pointercancel", cancel);
        window.removeEventListener("keydown", key, { capture: true });
      };
    },
  };
}
