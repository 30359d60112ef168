/** How wide the lines of the tree are, so that a name far down in it keeps its room. */

const INDENT = 14;
const EDGE = 12;
/** A name has at least this much, whatever its depth. */
const NAME = 160;
/** As much of a name is brought into sight; more would hide what stands above it. */
const SEEN = 88;

/** Pixels that the deepest line needs; the tree scrolls sideways where there are fewer. */
export function widthOfTree(deepest: number): number {
  return EDGE + deepest * INDENT + NAME;
}

/** Where to scroll sideways so that the beginning of a line of this depth is in sight. */
export function sidewaysFor(depth: number, scrolled: number, width: number): number {
  const start = depth * INDENT;
  if (start < scrolled) return start;
  return Math.max(scrolled, start + EDGE + SEEN - Math.max(width, EDGE + SEEN));
}
