/** Fits a terminal to its room, and tells the shell when that has come to rest. */

export interface Size {
  cols: number;
  rows: number;
}

export interface ResizerOptions {
  /** Fits what is drawn; nothing when there is no room to measure. */
  fit: () => Size | undefined;
  /** Tells the shell. */
  send: (size: Size) => void;
}

export interface Resizer {
  /** Fits with the next frame. */
  request(): void;
  /** The size that the shell has by now. */
  settle(size: Size): void;
  dispose(): void;
}

/** Milliseconds without a new size before the shell hears of it. */
export const RESIZE_QUIET = 100;

export function makeResizer({ fit, send }: ResizerOptions): Resizer {
  let frame: number | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let known: Size | undefined;

  const same = (size: Size) => known?.cols === size.cols && known.rows === size.rows;

  const measure = () => {
    frame = undefined;
    const size = fit();
    clearTimeout(quiet);
    if (!size || same(size)) return;
    quiet = setTimeout(() => {
      known = size;
      send(size);
    }, RESIZE_QUIET);
  };

  return {
    request() {
      frame ??= requestAnimationFrame(measure);
    },
    settle(size) {
      known = size;
    },
    dispose() {
      if (frame !== undefined) cancelAnimationFrame(frame);
      clearTimeout(quiet);
    },
  };
}
