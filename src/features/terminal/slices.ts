/**
 * Hands output to the screen in small pieces while something is typed elsewhere.
 *
 * xterm.js parses what it was handed in one go, and a key that comes meanwhile waits: 64 KiB of short lines take
 * longer than a frame. Between pieces there is a moment in which keys and their echo go first.
 */

/** Bytes that are parsed in one go while something is typed elsewhere; about one or two milliseconds. */
export const SLICE = 4096;
/** Milliseconds between two pieces. */
export const SLICE_PAUSE = 4;

interface Piece {
  data: Uint8Array | string;
  parsed: (() => void) | undefined;
}

export interface Slices {
  /** Comes to the screen behind everything that was written before. Texts are not cut. */
  write(data: Uint8Array | string, parsed?: () => void): void;
  /** Whether something is typed elsewhere. */
  aside(aside: boolean): void;
  dispose(): void;
}

export function makeSlices(write: (data: Uint8Array | string, parsed?: () => void) => void): Slices {
  let queue: Piece[] = [];
  let isAside = false;
  /** Whether a piece is being parsed, or its pause lasts. */
  let isUnderWay = false;
  let pause: ReturnType<typeof setTimeout> | undefined;

  const goOn = (): void => {
    while (queue.length > 0 && !(isAside && isUnderWay)) {
      const piece = queue[0] as Piece;
      const { data, parsed } = piece;
      if (!isAside || typeof data === "string") {
        queue.shift();
        write(data, parsed);
        continue;
      }
      const isLast = data.length <= SLICE;
      if (isLast) queue.shift();
      else piece.data = data.subarray(SLICE);
      isUnderWay = true;
      write(data.subarray(0, SLICE), () => {
        if (isLast) parsed?.();
        pause = setTimeout(() => {
          isUnderWay = false;
          goOn();
        }, SLICE_PAUSE);
      });
    }
  };
  return {
    write(data, parsed) {
      queue.push({ data, parsed });
      goOn();
    },
    aside(aside) {
      isAside = aside;
      // What waited is not held up any more.
      goOn();
    },
    dispose() {
      clearTimeout(pause);
      queue = [];
    },
  };
}
