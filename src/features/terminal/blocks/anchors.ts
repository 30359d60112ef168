/** Places in the screen of xterm.js that go with the text. */
import type { IMarker, Terminal } from "@xterm/xterm";
import type { Anchor } from "./block-lines";

class ScreenAnchor implements Anchor {
  constructor(
    private readonly marker: IMarker,
    readonly x: number,
    readonly cols: number,
  ) {}
  get line(): number {
    return this.marker.isDisposed ? -1 : this.marker.line;
  }
}

/**
 * Makes anchors so many lines from the cursor's, in a column of the terminal as wide as it is, or was; nothing on
 * the screen of a full-screen program.
 */
export function makeAnchors(screen: Terminal): {
  at: (offset: number, x: number, cols?: number) => Anchor | undefined;
  /** The screen is another one: nothing made before is shared. */
  forget: () => void;
} {
  let last: IMarker | undefined;
  return {
    forget: () => {
      last = undefined;
    },
    at: (offset, x, cols = screen.cols) => {
      const buffer = screen.buffer.active;
      if (buffer.type !== "normal") return undefined;
      const line = buffer.baseY + buffer.cursorY + offset;
      // Each marker is told of each line that scrolls out; marks on one line share theirs.
      const isShared = last && !last.isDisposed && last.line === line;
      if (!isShared) last = screen.registerMarker(offset);
      return last && new ScreenAnchor(last, x, cols);
    },
  };
}
