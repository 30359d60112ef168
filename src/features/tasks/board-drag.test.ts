import { createRoot } from "solid-js";
import { afterEach, expect, it } from "vitest";
import { until } from "../../testing/start-fake";
import { createBoardDrag, type BoardDrag } from "./board-drag";
import type { Spot } from "./board-reducer";

let dispose: (() => void) | undefined;
afterEach(() => dispose?.());

const from: Spot = { lane: 0, column: 0, row: 0 };
const event = (type: string, x: number, y: number): PointerEvent =>
  new PointerEvent(type, { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true });
const point = (type: string, x: number, y: number): void => void window.dispatchEvent(event(type, x, y));

function held(): { drag: BoardDrag; dropped: [string, Spot][]; scroller: HTMLElement } {
  const scroller = document.createElement("div");
  scroller.getBoundingClientRect = () => new DOMRect(100, 100, 400, 400);
  const dropped: [string, Spot][] = [];
  const drag = createRoot((end) => {
    dispose = end;
    return createBoardDrag({
      scroller: () => scroller,
      spotAt: (x, y) => ({ lane: 0, column: Math.floor(x / 100), row: Math.floor(y / 100) }),
      drop: (path, to) => dropped.push([path, to]),
    });
  });
  drag.press(event("pointerdown", 150, 250), from, "a.md");
  return { drag, dropped, scroller };
}

it("beside the board there is no place, and a drop there changes nothing", () => {
  const { drag, dropped } = held();
  point("pointermove", 350, 250);
  expect(drag.held()?.to).toEqual({ lane: 0, column: 3, row: 2 });
  point("pointermove", 550, 250);
  expect(drag.held()?.to).toBe(undefined);
  point("pointerup", 550, 250);
  expect([drag.held(), dropped]).toEqual([undefined, []]);
  drag.press(event("pointerdown", 150, 250), from, "a.md");
  point("pointermove", 550, 250);
  point("pointermove", 350, 250);
  point("pointerup", 350, 250);
  expect(dropped).toEqual([["a.md", { lane: 0, column: 3, row: 2 }]]);
});

it("a window that loses the focus ends the drag", () => {
  const { drag, dropped } = held();
  point("pointermove", 350, 250);
  window.dispatchEvent(new Event("blur"));
  point("pointerup", 350, 250);
  expect([drag.held(), dropped]).toEqual([undefined, []]);
});

it("a pointer that rests at an edge goes on scrolling", async () => {
  const { scroller } = held();
  point("pointermove", 480, 480);
  await until("it scrolled on both ways", () => scroller.scrollTop > 40 && scroller.scrollLeft > 40);
  point("pointermove", 300, 300);
  const at = scroller.scrollTop;
  point("pointermove", 300, 150);
  await until("it scrolls back", () => scroller.scrollTop < at);
});
