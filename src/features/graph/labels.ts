/** Where labels have room in a picture: none stands on another one. */
import type { Brush } from "./paint";

export const LABEL_HEIGHT = 14;
/** Room between two labels side by side, in pixels. */
const GAP = 4;

interface Box {
  left: number;
  top: number;
  right: number;
}

export interface Labels {
  /** Takes the first of these places that is free, counted from above; nothing where none is. */
  take: (x: number, tops: readonly number[], width: number) => number | undefined;
  /** Takes a place in any case. */
  force: (x: number, top: number, width: number) => void;
}

export function makeLabels(): Labels {
  const taken: Box[] = [];
  const boxOf = (x: number, top: number, width: number): Box => ({
    left: x - width / 2 - GAP / 2,
    right: x + width / 2 + GAP / 2,
    top,
  });
  const isFree = ({ left, right, top }: Box): boolean =>
    !taken.some(
      (other) => left < other.right && right > other.left && Math.abs(top - other.top) < LABEL_HEIGHT,
    );
  return {
    take: (x, tops, width) => {
      const top = tops.find((at) => isFree(boxOf(x, at, width)));
      if (top !== undefined) taken.push(boxOf(x, top, width));
      return top;
    },
    force: (x, top, width) => void taken.push(boxOf(x, top, width)),
  };
}

const widths = new WeakMap<Brush, { font: string; known: Map<string, number> }>();

/** How wide a label is in the font of the brush; measured once, as that takes longer than drawing it. */
export function widthOf(brush: Brush, label: string): number {
  const { font } = brush;
  let of = widths.get(brush);
  if (of?.font !== font) widths.set(brush, (of = { font, known: new Map() }));
  let width = of.known.get(label);
  if (width === undefined) of.known.set(label, (width = brush.measureText(label).width));
  return width;
}
