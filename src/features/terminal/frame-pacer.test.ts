import { expect, test } from "vitest";
import { ASIDE_FRAME, FLOOD_BYTES, FLOOD_FRAME, makeFramePacer } from "./frame-pacer";

function screen() {
  let time = 1000;
  let wanted: FrameRequestCallback[] = [];
  let timers: { at: number; run: () => void; id: number }[] = [];
  let ids = 0;
  const pacer = makeFramePacer(
    {
      requestAnimationFrame: (draw: FrameRequestCallback) => wanted.push(draw),
      cancelAnimationFrame: (id: number) => void wanted.splice(id - 1, 1),
      setTimeout: ((run: () => void, wait: number) => {
        timers.push({ at: time + wait, run, id: ++ids });
        return ids;
      }) as Window["setTimeout"],
      clearTimeout: (id?: number) => void (timers = timers.filter((timer) => timer.id !== id)),
    },
    () => time,
  );
  /** Lets time pass, and draws what may be drawn then. */
  const pass = (ms: number) => {
    time += ms;
    const due = timers.filter(({ at }) => at <= time);
    timers = timers.filter(({ at }) => at > time);
    due.forEach(({ run }) => run());
    const now = wanted;
    wanted = [];
    now.forEach((draw) => draw(time));
  };
  return { pacer, pass };
}

test("a little output is drawn in the next frame", () => {
  const { pacer, pass } = screen();
  let drawn = 0;
  for (let key = 0; key < 3; key++) {
    pacer.came(100);
    pacer.requestAnimationFrame(() => drawn++);
    pass(16);
  }
  expect(drawn).toBe(3);
});

test("a flood is drawn less often, and its end is drawn", () => {
  const { pacer, pass } = screen();
  let drawn = 0;
  let asked = false;
  const ask = () => {
    if (asked) return;
    asked = true;
    pacer.requestAnimationFrame(() => {
      asked = false;
      drawn++;
    });
  };
  for (let piece = 0; piece < 100; piece++) {
    pacer.came(FLOOD_BYTES);
    ask();
    pass(10);
  }
  // A second of it: one frame at its begin, and then one in each pace.
  expect(drawn).toBeLessThanOrEqual(2 + 1000 / FLOOD_FRAME);
  expect(drawn).toBeGreaterThan(5);
  ask();
  pass(FLOOD_FRAME);
  expect(asked).toBe(false);
});

test("two that draw keep to the same pace, and a frame that is given back is not drawn", () => {
  const { pacer, pass } = screen();
  pacer.came(FLOOD_BYTES);
  pacer.requestAnimationFrame(() => undefined);
  pass(16);
  let drawn = 0;
  pacer.requestAnimationFrame(() => drawn++);
  pacer.cancelAnimationFrame(pacer.requestAnimationFrame(() => (drawn += 100)));
  pass(FLOOD_FRAME - 1);
  expect(drawn).toBe(0);
  pass(1);
  expect(drawn).toBe(1);
  pacer.cancelAnimationFrame(pacer.requestAnimationFrame(() => (drawn += 100)));
  pass(FLOOD_FRAME);
  expect(drawn).toBe(1);
});

test("while something is typed elsewhere even a little output waits", () => {
  const { pacer, pass } = screen();
  let drawn = 0;
  const draw = () => void pacer.requestAnimationFrame(() => drawn++);
  pacer.aside(true);
  draw();
  pass(16);
  draw();
  pass(ASIDE_FRAME - 1);
  expect(drawn).toBe(1);
  pass(1);
  expect(drawn).toBe(2);
  pacer.aside(false);
  draw();
  pass(16);
  expect(drawn).toBe(3);
});
