/** Where the cards of the board lie, in pixels of its contents. All cards have one height. */
import type { BoardLane, Spot } from "./board-reducer";

export const CARD = 92;
/** The least width of a column, which the style sheet has, too. */
export const COLUMN = 200;
/** Height of the row of column heads. */
export const HEADS = 32;
export const LANE_HEAD = 28;
/** Room below the last card of a lane, so that something can be dropped there. */
export const LANE_FOOT = 24;
/** Cards drawn beyond what is in sight. */
const margin = 4;

export interface Band {
  /** Where its cards begin, below its heading. */
  top: number;
  height: number;
}

/** The bands of the lanes, one below the other; a lane is as high as its longest column. */
export function bandsOf(lanes: BoardLane[], headed: boolean): Band[] {
  let at = 0;
  return lanes.map(({ cells }) => {
    const top = at + (headed ? LANE_HEAD : 0);
    const height = Math.max(1, ...cells.map((cell) => cell.length)) * CARD + LANE_FOOT;
    at = top + height;
    return { top, height };
  });
}

/** The cards of a column that have to be drawn: from the first on, and before the last. */
export function inSight(band: Band, count: number, top: number, height: number): [number, number] {
  const first = Math.max(0, Math.floor((top - band.top) / CARD) - margin);
  const last = Math.min(count, Math.ceil((top + height - band.top) / CARD) + margin);
  return [Math.min(first, count), Math.max(last, 0)];
}

/** Where a card that is held at a point of the contents would be put; the heading of a lane belongs to it. */
export function dropSpot(
  at: { x: number; y: number },
  lanes: BoardLane[],
  bands: Band[],
  width: number,
): Spot | undefined {
  const lane = Math.max(
    0,
    bands.findLastIndex(({ top }) => at.y >= top - LANE_HEAD),
  );
  const [cells, band] = [lanes[lane]?.cells, bands[lane]];
  if (!cells || !band) return undefined;
  const column = Math.max(0, Math.min(cells.length - 1, Math.floor((at.x / width) * cells.length)));
  const row = Math.round((at.y - band.top) / CARD);
  return { lane, column, row: Math.max(0, Math.min(cells[column]?.length ?? 0, row)) };
}
