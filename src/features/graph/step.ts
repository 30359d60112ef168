import type { Point } from "./camera";

/** Which thing an arrow key leads to: near, and more in the direction than beside it. */
export function nextInDirection(
  spots: readonly Point[],
  from: number | undefined,
  { dx, dy }: { dx: number; dy: number },
): number | undefined {
  if (spots.length === 0) return undefined;
  const start = from === undefined ? undefined : spots[from];
  if (!start) return 0;
  let best = from;
  let least = Infinity;
  spots.forEach((spot, index) => {
    if (index === from) return;
    const [x, y] = [spot.x - start.x, spot.y - start.y];
    const along = x * dx + y * dy;
    const beside = Math.abs(x * dy - y * dx);
    // Within 60° of the direction; what is straight ahead goes before what is beside.
    if (along <= 0 || beside > along * 1.8) return;
    const cost = along + 2 * beside;
    if (cost >= least) return;
    least = cost;
    best = index;
  });
  return best;
}
