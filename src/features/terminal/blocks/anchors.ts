/** Places in the screen of xterm.js that go with the text. */
import type { IMarker, Terminal } from "@xterm/xterm";
import type { Anchor } from "./block-lines";
import { makeEraser } from "./erasing";

/** A line of the screen. A marker that is gone does not say why, so that is looked at when it goes. */
class Place {
  above = false;
  constructor(readonly marker: IMarker) {}
}

class ScreenAnchor implements Anchor {
  constructor(
    private readonly place: Place,
    readonly x: number,
    readonly cols: number,
  ) {}
  get line(): number {
    return this.place.marker.isDisposed ? -1 : this.place.marker.line;
  }
  get above(): boolean {
    return this.place.above;
  }
}

export interface Anchors {
  /** So many lines from the cursor's, in a column of the terminal as wide as it is, or was. */
  at: (offset: number, x: number, cols?: number) => Anchor | undefined;
  /** The screen is another one: nothing made before is shared. */
  forget: () => void;
  /** What goes meanwhile was erased. */
  erasing: (erase: () => void) => void;
  dispose: () => void;
}

/** Erases rows, and tells the first of them in lines from the cursor's; nothing where none were. */
export type EraseRows = () => number | undefined;

/**
 * Makes anchors, but on the screen of a full-screen program. `around` is given the erasing of rows by programs that
 * takes places away, and has it done.
 */
export function makeAnchors(screen: Terminal, around: (erase: EraseRows) => void): Anchors {
  let last: Place | undefined;
  let isErasing = false;
  let isTrimming = false;
  const eraser = makeEraser(screen);
  const places = new Set<Place>();
  /** Lines scroll out only where there is no room for more; those that are erased leave room. */
  const isFull = (): boolean => screen.buffer.normal.length >= screen.rows + (screen.options.scrollback ?? 0);

  const placeAt = (offset: number): Place | undefined => {
    const marker = screen.registerMarker(offset);
    if (!marker) return undefined;
    const place = new Place(marker);
    places.add(place);
    marker.onDispose(() => {
      places.delete(place);
      place.above = isTrimming || (!isErasing && isFull());
    });
    return place;
  };
  const erasing = (erase: () => void): void => {
    isErasing = true;
    try {
      erase();
    } finally {
      isErasing = false;
    }
  };
  /** What is above the screen goes as if it had scrolled out. */
  const eraseAbove = (keeps: boolean): boolean => {
    isTrimming = true;
    try {
      return eraser.erase(3, keeps);
    } finally {
      isTrimming = false;
    }
  };
  // Rows of a screen are erased without a change of the buffer's length. Their markers would go a moment later.
  const eraseRows = (kind: number, keeps: boolean): boolean => {
    const { type, baseY, cursorY } = screen.buffer.active;
    if (type !== "normal") return false;
    if (kind > 2) return kind === 3 && eraseAbove(keeps);
    const from = baseY + (kind === 0 ? cursorY + 1 : 0);
    const to = kind === 1 ? baseY + cursorY : Infinity;
    const gone = [...places].filter(({ marker }) => marker.line >= from && marker.line < to);
    if (gone.length === 0) return false;
    let isDone = false;
    around(() => {
      erasing(() => {
        gone.forEach(({ marker }) => marker.dispose());
        isDone = eraser.erase(kind, keeps);
      });
      if (!isDone) return undefined;
      return kind === 0 ? 0 : -cursorY;
    });
    return isDone;
  };
  const kindOf = ([kind]: (number | number[])[]): number => (typeof kind === "number" ? kind : 0);
  const parts = ["", "?"].map((prefix) =>
    screen.parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: "J" }, (params) =>
      eraseRows(kindOf(params), prefix !== ""),
    ),
  );

  return {
    at: (offset, x, cols = screen.cols) => {
      const buffer = screen.buffer.active;
      if (buffer.type !== "normal") return undefined;
      const line = buffer.baseY + buffer.cursorY + offset;
      // Each marker is told of each line that scrolls out; marks on one line share theirs.
      const isShared = last && !last.marker.isDisposed && last.marker.line === line;
      if (!isShared) last = placeAt(offset);
      return last && new ScreenAnchor(last, x, cols);
    },
    forget: () => {
      last = undefined;
      places.clear();
    },
    erasing,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}
