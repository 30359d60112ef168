/** What a pointer does to the picture: drag moves it, a click chooses, a double click opens, the wheel zooms. */
import type { ToPicture } from "./messages";

/** Fewer pixels than these are a click and no drag. */
const STILL = 4;
/** How much one notch of a wheel zooms. */
const WHEEL = 0.0015;

export function makePointer(place: () => HTMLElement, send: (message: ToPicture) => void) {
  let start: { x: number; y: number } | undefined;
  let last = { x: 0, y: 0 };
  let isDrag = false;
  const at = (event: MouseEvent): { x: number; y: number } => {
    const { left, top } = place().getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  };
  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button !== 0) return;
      place().setPointerCapture(event.pointerId);
      start = last = at(event);
      isDrag = false;
    },
    onPointerMove: (event: PointerEvent): void => {
      const now = at(event);
      if (!start) return send({ type: "point", ...now });
      isDrag ||= Math.hypot(now.x - start.x, now.y - start.y) >= STILL;
      if (isDrag) send({ type: "pan", dx: now.x - last.x, dy: now.y - last.y });
      last = now;
    },
    onPointerUp: (event: PointerEvent): void => {
      if (start && !isDrag) send({ type: "press", ...at(event) });
      start = undefined;
    },
    onPointerCancel: (): void => {
      start = undefined;
    },
    onPointerLeave: (): void => send({ type: "leave" }),
    onDblClick: (event: MouseEvent): void => send({ type: "open", ...at(event) }),
    onWheel: (event: WheelEvent): void => {
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : 1;
      send({ type: "zoom", factor: Math.exp(-event.deltaY * lines * WHEEL), ...at(event) });
    },
  };
}
