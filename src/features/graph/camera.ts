/** Which part of the plane is in sight. Pure. */

export interface Camera {
  /** The point of the plane in the middle of the picture. */
  x: number;
  y: number;
  /** Pixels of the picture for one unit of the plane. */
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const SMALLEST = 0.05;
const LARGEST = 4;
/** The largest scale at which a small graph is shown at first. */
const USUAL = 2.5;
/** Room around everything, in pixels; labels stand there. */
const MARGIN = 72;

const bounded = (scale: number): number => Math.min(LARGEST, Math.max(SMALLEST, scale));

export function toPlane(camera: Camera, size: Size, at: Point): Point {
  return {
    x: camera.x + (at.x - size.width / 2) / camera.scale,
    y: camera.y + (at.y - size.height / 2) / camera.scale,
  };
}

export function toPicture(camera: Camera, size: Size, at: Point): Point {
  return {
    x: (at.x - camera.x) * camera.scale + size.width / 2,
    y: (at.y - camera.y) * camera.scale + size.height / 2,
  };
}

export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale };
}

/** Nearer or farther; the point of the plane under `at` stays where it is. */
export function zoomed(camera: Camera, size: Size, factor: number, at: Point): Camera {
  const scale = bounded(camera.scale * factor);
  const fixed = toPlane(camera, size, at);
  return {
    scale,
    x: fixed.x - (at.x - size.width / 2) / scale,
    y: fixed.y - (at.y - size.height / 2) / scale,
  };
}

/** Everything in sight, as large as it goes and no larger than usual. */
export function fitted(points: readonly Point[], size: Size): Camera {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (points.length === 0) return { x: 0, y: 0, scale: USUAL };
  const wide = Math.max(1, size.width - 2 * MARGIN) / Math.max(1, right - left);
  const high = Math.max(1, size.height - 2 * MARGIN) / Math.max(1, bottom - top);
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    scale: bounded(Math.min(USUAL, wide, high)),
  };
}

/** Moves as little as needed so that a point is in sight. */
export function revealing(camera: Camera, size: Size, point: Point): Camera {
  const { x, y } = toPicture(camera, size, point);
  const beyond = (at: number, length: number): number => {
    const margin = Math.min(MARGIN, length / 4);
    if (at < margin) return margin - at;
    return at > length - margin ? length - margin - at : 0;
  };
  return panned(camera, beyond(x, size.width), beyond(y, size.height));
}
