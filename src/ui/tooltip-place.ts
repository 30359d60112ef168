/** Where a tooltip stands beside what it speaks of. */

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

const GAP = 6;
const EDGE = 4;

/** Below and centred, or above where there is no room; `beside` at the right, as for lines of a list. */
export function placeOf(
  target: Box,
  tip: Pick<Box, "width" | "height">,
  room: Pick<Box, "width" | "height">,
  beside: boolean,
): { left: number; top: number } {
  const right = target.left + target.width + GAP;
  if (beside && right + tip.width + EDGE <= room.width) {
    const middle = target.top + (target.height - tip.height) / 2;
    return { left: right, top: within(middle, tip.height, room.height) };
  }
  const below = target.top + target.height + GAP;
  const fits = below + tip.height + EDGE <= room.height;
  const centre = target.left + (target.width - tip.width) / 2;
  return {
    left: within(centre, tip.width, room.width),
    top: fits ? below : Math.max(EDGE, target.top - GAP - tip.height),
  };
}

function within(start: number, size: number, room: number): number {
  return Math.round(Math.max(EDGE, Math.min(start, room - size - EDGE)));
}
