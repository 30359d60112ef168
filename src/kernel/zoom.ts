/** Smallest and largest zoom. The shell draws the page in it: the page only writes the setting. */
export const zoomRange = { least: 0.5, most: 3 } as const;
const step = 0.1;

/** The zoom one step up or down. */
export function nextZoom(zoom: number, direction: 1 | -1): number {
  const next = Math.round((zoom + direction * step) * 100) / 100;
  return Math.min(zoomRange.most, Math.max(zoomRange.least, next));
}
