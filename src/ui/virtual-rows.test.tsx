import { createSignal } from "solid-js";
import { render } from "solid-js/web";
import { afterEach, expect, test, vi } from "vitest";
import { VirtualRows } from "./virtual-rows";

interface Row {
  name: string;
}
const rows = (from: number, count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({ name: `row ${from + at}` }));

let dispose: () => void = () => undefined;
afterEach(() => dispose());

let tell: () => void = () => undefined;
vi.stubGlobal(
  "ResizeObserver",
  class {
    constructor(told: () => void) {
      tell = told;
    }
    observe() {}
    disconnect() {}
  },
);

function list(first: Row[], start?: number) {
  const [items, setItems] = createSignal(first);
  const [reveal, setReveal] = createSignal(start);
  let made = 0;
  const row = (item: Row) => {
    made += 1;
    return <p>{item.name}</p>;
  };
  const root = document.body.appendChild(document.createElement("div"));
  const end = render(() => <VirtualRows items={items()} rowHeight={20} reveal={reveal()} row={row} />, root);
  dispose = () => {
    end();
    root.remove();
  };
  const scroller = root.querySelector(".rows") as HTMLElement;
  const scroll = (top: number): void => {
    scroller.scrollTop = top;
    scroller.dispatchEvent(new Event("scroll"));
  };
  return {
    add: (more: Row[]) => setItems((now) => [...now, ...more]),
    setReveal,
    scroller,
    scroll,
    drawn: () => [...root.querySelectorAll("p")],
    made: () => made,
  };
}

test("of a hundred thousand rows only those in sight are drawn, and pages that come draw nothing anew", () => {
  const { add, drawn, made, scroll } = list(rows(0, 1_000));
  const before = drawn();
  expect(before.length).toBeLessThan(80);
  for (let page = 1; page < 100; page++) add(rows(page * 1_000, 1_000));
  expect(made()).toBe(before.length);
  expect(drawn().every((row, index) => row === before[index])).toBe(true);
  scroll(99_000 * 20);
  expect(drawn().map((row) => row.textContent)).toContain("row 99000");
  expect(drawn().length).toBeLessThan(80);
});

test("rows that come do not take back who scrolled away from the row that was revealed", () => {
  const { add, scroll, scroller, setReveal } = list(rows(0, 1_000), 0);
  setReveal(500);
  const there = scroller.scrollTop;
  expect(there).toBeGreaterThan(0);
  add(rows(1_000, 10));
  expect(scroller.scrollTop).toBe(there);
  scroll(15_000);
  add(rows(1_010, 10));
  expect(scroller.scrollTop).toBe(15_000);
  setReveal(2);
  expect(scroller.scrollTop, "another row is revealed").toBe(40);
});

test("the row that is revealed stays in sight when the list becomes lower, unless the person scrolled away", () => {
  const { scroll, scroller, setReveal } = list(rows(0, 1_000), 0);
  const become = (height: number) => {
    Object.defineProperty(scroller, "clientHeight", { value: height, configurable: true });
    tell();
  };
  become(200);
  setReveal(9);
  expect(scroller.scrollTop).toBe(0);
  become(100);
  expect(scroller.scrollTop).toBe(10 * 20 - 100);
  scroll(5_000);
  become(60);
  expect(scroller.scrollTop).toBe(5_000);
});
