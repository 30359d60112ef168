/** Dragging a card with the pointer. */
import { createSignal, onCleanup } from "solid-js";
import { HEADS } from "./board-layout";
import type { Spot } from "./board-reducer";

/** Pixels that a pressed pointer goes before it drags. */
const slack = 5;
/** Pixels from an edge where the board scrolls, and by how much with each picture. */
const edge = 36;
const stride = 9;

export interface Held {
  from: Spot;
  path: string;
  /** Where it would be put; nothing while the pointer is beside the board. */
  to: Spot | undefined;
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
  drop: (path: string, to: Spot) => void;
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
  const area = (): DOMRect | undefined => places.scroller()?.getBoundingClientRect();
  const isInside = (x: number, y: number): boolean => {
    const place = area();
    // A board without a size knows no outside.
    if (!place || place.bottom <= place.top) return true;
    return x >= place.left && x <= place.right && y >= place.top && y <= place.bottom;
  };
  const toAt = (x: number, y: number, from: Spot): Spot | undefined =>
    isInside(x, y) ? places.spotAt(x, y, from) : undefined;
  /** Scrolls where the pointer is at an edge, and tells whether that moved anything. */
  const scrollAt = (x: number, y: number): boolean => {
    const [scroller, place] = [places.scroller(), area()];
    if (!scroller || !place || place.bottom <= place.top || !isInside(x, y)) return false;
    const { scrollTop, scrollLeft } = scroller;
    if (y < place.top + HEADS + edge) scroller.scrollTop -= stride;
    else if (y > place.bottom - edge) scroller.scrollTop += stride;
    if (x < place.left + edge) scroller.scrollLeft -= stride;
    else if (x > place.right - edge) scroller.scrollLeft += stride;
    return scroller.scrollTop !== scrollTop || scroller.scrollLeft !== scrollLeft;
  };
  return {
    held,
    cancel,
    press: (start, from, path) => {
      if (start.button !== 0) return;
      cancel();
      let frame: number | undefined;
      /** Goes on scrolling while the pointer rests at an edge. */
      const scroll = (): void => {
        frame = undefined;
        const now = held();
        if (!now || !scrollAt(now.x, now.y)) return;
        setHeld({ ...now, to: toAt(now.x, now.y, from) });
        frame = requestAnimationFrame(scroll);
      };
      const move = (event: PointerEvent): void => {
        if (event.pointerId !== start.pointerId) return;
        const [x, y] = [event.clientX, event.clientY];
        if (!held() && Math.hypot(x - start.clientX, y - start.clientY) < slack) return;
        event.preventDefault();
        setHeld({ from, path, to: toAt(x, y, from), x, y });
        frame ??= requestAnimationFrame(scroll);
      };
      const up = (event: PointerEvent): void => {
        if (event.pointerId !== start.pointerId) return;
        // The board may have been read again since the pointer moved last.
        const to = held() && toAt(event.clientX, event.clientY, from);
        cancel();
        if (to) places.drop(path, to);
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
      window.addEventListener("blur", cancel);
      window.addEventListener("keydown", key, { capture: true });
      stop = () => {
        if (frame !== undefined) cancelAnimationFrame(frame);
        window.removeEventListener("pointermove", move);
        window.removeEventListener("pointerup", up);
        window.removeEventListener("pointercancel", cancel);
        window.removeEventListener("blur", cancel);
        window.removeEventListener("keydown", key, { capture: true });
      };
    },
  };
}
