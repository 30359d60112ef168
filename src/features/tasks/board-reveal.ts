/** Keeps the card of the cursor in sight: where the person put it, and where it was in sight before. */
import { createEffect, on } from "solid-js";
import { CARD, HEADS, LANE_HEAD, type Band } from "./board-layout";
import type { Spot } from "./board-reducer";

export interface RevealPlaces {
  scroller: () => HTMLElement | undefined;
  spot: () => Spot | undefined;
  /** What the person chose last; another one each time. */
  chosen: () => unknown;
  bands: () => Band[];
  columns: () => number;
}

/** Pixels of a card that have to be seen, so that it counts as in sight. */
const seen = 8;

export function revealCursor({ scroller, spot, chosen, bands, columns }: RevealPlaces): void {
  /** Where the card was in the contents, in pixels. */
  let before: { top: number; chosen: unknown } | undefined;
  createEffect(
    on([spot, chosen], ([at, now]) => {
      const [area, band] = [scroller(), at && bands()[at.lane]];
      if (!area || !at || !band) return void (before = undefined);
      const top = band.top + at.row * CARD;
      const height = (area.clientHeight || 800) - HEADS;
      const wasSeen =
        before === undefined ||
        (before.top + CARD - seen > area.scrollTop && before.top + seen < area.scrollTop + height);
      const isAsked = before?.chosen !== now;
      before = { top, chosen: now };
      // What is read again does not take those who scrolled away back.
      if (!isAsked && !wasSeen) return;
      if (top < area.scrollTop) area.scrollTop = at.row === 0 ? Math.max(0, top - LANE_HEAD) : top;
      else if (top + CARD - height > area.scrollTop) area.scrollTop = top + CARD - height;
      const width = area.scrollWidth / Math.max(1, columns());
      const left = at.column * width;
      if (left < area.scrollLeft) area.scrollLeft = left;
      else if (left + width > area.scrollLeft + area.clientWidth)
        area.scrollLeft = Math.min(left, left + width - area.clientWidth);
    }),
  );
}
