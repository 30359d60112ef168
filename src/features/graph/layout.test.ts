import { expect, test } from "vitest";
import { fitted, revealing, toPicture, toPlane, zoomed } from "./camera";
import { makeLayout } from "./layout";
import { nextInDirection } from "./step";

/** A graph like those of a project: each thing hangs on an earlier one, and some on two. */
function sample(count: number): [number, number][] {
  return Array.from({ length: count - 1 }, (_, index): [number, number][] => {
    const child = index + 1;
    const parent = Math.floor(child / 7);
    return child % 5 === 0
      ? [
          [child, parent],
          [child, (child * 13) % child],
        ]
      : [[child, parent]];
  }).flat();
}

test("5,000 things get places of their own, the same ones each time", () => {
  const links = sample(5_000);
  const places = (seed: number): number[] => {
    const layout = makeLayout({ count: 5_000, links, seed });
    for (let step = 0; step < 12; step++) layout.tick();
    return layout.spots.flatMap(({ x, y }) => [x, y]);
  };
  const first = places(7);
  expect(first.every(Number.isFinite)).toBe(true);
  expect(first.slice(0, 2), "what was asked about stays in the middle").toEqual([0, 0]);
  expect(places(7)).toEqual(first);
  expect(new Set(first.map((at) => at.toFixed(3))).size).toBeGreaterThan(9_000);
});

test("a layout comes to rest, with what is linked nearer than what is not", () => {
  const layout = makeLayout({ count: 60, links: sample(60) });
  let steps = 0;
  for (; !layout.isSettled(); steps++) layout.tick();
  expect([steps > 50, steps < 400, layout.progress()]).toEqual([true, true, 1]);
  const distance = (a: number, b: number): number => {
    const [from, to] = [layout.spots[a], layout.spots[b]];
    return from && to ? Math.hypot(from.x - to.x, from.y - to.y) : NaN;
  };
  const mean = (pairs: [number, number][]): number =>
    pairs.reduce((sum, [a, b]) => sum + distance(a, b), 0) / pairs.length;
  const all = Array.from({ length: 60 * 60 }, (_, at): [number, number] => [at % 60, Math.floor(at / 60)]);
  expect(mean(sample(60))).toBeLessThan(mean(all.filter(([a, b]) => a !== b)) / 1.5);
});

test("what stood somewhere before begins there", () => {
  const layout = makeLayout({ count: 3, links: [], before: (index) => ({ x: index * 100, y: 50 }) });
  expect(layout.spots.map(({ x, y }) => [x, y])).toEqual([
    [0, 0],
    [100, 50],
    [200, 50],
  ]);
});

test("the camera keeps the point under the pointer, fits everything, and reveals", () => {
  const size = { width: 800, height: 600 };
  const camera = { x: 10, y: -20, scale: 0.5 };
  const at = { x: 123, y: 456 };
  const under = toPlane(camera, size, at);
  const near = toPicture(zoomed(camera, size, 3, at), size, under);
  expect([near.x, near.y].map(Math.round)).toEqual([123, 456]);
  expect(zoomed(camera, size, 1e9, at).scale, "there is an end").toBe(4);
  const points = [
    { x: -3_000, y: 0 },
    { x: 3_000, y: 500 },
  ];
  for (const point of points) {
    const { x, y } = toPicture(fitted(points, size), size, point);
    expect(x >= 0 && x <= 800 && y >= 0 && y <= 600, JSON.stringify(point)).toBe(true);
  }
  expect(fitted([], size)).toEqual(fitted([{ x: 0, y: 0 }], size));
  const far = toPicture(revealing(camera, size, { x: 5_000, y: 0 }), size, { x: 5_000, y: 0 });
  expect([far.x, far.y]).toEqual([800 - 72, toPicture(camera, size, { x: 0, y: 0 }).y]);
});

test("an arrow leads to what is in its direction, and stays where nothing is", () => {
  const spots = [
    { x: 0, y: 0 },
    { x: 100, y: 10 },
    { x: 40, y: 60 },
    { x: -30, y: 0 },
  ];
  const to = (from: number | undefined, dx: number, dy: number) => nextInDirection(spots, from, { dx, dy });
  expect([to(0, 1, 0), to(0, 0, 1), to(0, -1, 0), to(0, 0, -1)]).toEqual([1, 2, 3, 0]);
  expect([to(undefined, 1, 0), nextInDirection([], 0, { dx: 1, dy: 0 })]).toEqual([0, undefined]);
});
