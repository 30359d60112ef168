/**
 * Gives back the room behind the text of lines that scrolled away.
 *
 * xterm.js keeps 12 bytes for each cell of a line as wide as the terminal, written or not: 18 MB for 10,000
 * lines of 150 columns. It has no public way to less. Lines that stand alone are made as short as they are for a
 * narrower terminal, which xterm.js knows how to widen; whatever is in sight, or about to be broken anew, is whole.
 */
import type { Terminal } from "@xterm/xterm";

/** Milliseconds without output after which there is time for it. */
export const TRIM_QUIET = 1500;

interface Line {
  length: number;
  readonly isWrapped: boolean;
  /** Three numbers for each cell. */
  _data: Uint32Array;
  getNoBgTrimmedLength(): number;
  resize(cols: number, fill: unknown): boolean;
}

interface Buffer {
  readonly lines: { readonly length: number; get(at: number): Line | undefined };
  readonly ybase: number;
  readonly ydisp: number;
  getNullCell(): unknown;
}

const NUMBERS = 3;

/** Copied one by one: an array whose buffer was asked for takes several hundred bytes more for ever. */
function shorten(line: Line, cells: number): void {
  const data = new Uint32Array(NUMBERS * cells);
  for (let at = 0; at < data.length; at++) data[at] = line._data[at] ?? 0;
  line._data = data;
  line.length = cells;
}

export interface LineTrimmer {
  /** Output was parsed. */
  wrote(): void;
  /** Makes every line whole, before they are broken anew. */
  grow(): void;
  dispose(): void;
}

/** Trims the lines of the main screen, which alone has some that scrolled away. */
export function makeLineTrimmer(terminal: Terminal): LineTrimmer {
  const { _core: core } = terminal as unknown as { _core?: { buffers?: { normal?: Buffer } } };
  const buffer = () => core?.buffers?.normal;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const whole = (from: number, to: number) => {
    const now = buffer();
    if (!now) return;
    const fill = now.getNullCell();
    for (let at = from; at < Math.min(to, now.lines.length); at++) {
      const line = now.lines.get(at);
      if (line && line.length < terminal.cols) line.resize(terminal.cols, fill);
    }
  };

  const trim = () => {
    quiet = undefined;
    const now = buffer();
    if (!now) return;
    const inSight = (at: number) => at >= now.ydisp && at < now.ydisp + terminal.rows;
    for (let at = 0; at < now.ybase; at++) {
      const line = now.lines.get(at);
      if (!line || line.length < terminal.cols || inSight(at)) continue;
      if (line.isWrapped || now.lines.get(at + 1)?.isWrapped) continue;
      const used = Math.max(1, line.getNoBgTrimmedLength());
      if (used < terminal.cols) shorten(line, used);
    }
  };

  // Selecting goes by the cells of lines in sight, those without text too.
  const drawn = terminal.onRender(() => {
    const now = buffer();
    if (now) whole(now.ydisp, now.ydisp + terminal.rows);
  });

  return {
    wrote() {
      clearTimeout(quiet);
      quiet = setTimeout(trim, TRIM_QUIET);
    },
    grow: () => whole(0, Infinity),
    dispose() {
      clearTimeout(quiet);
      drawn.dispose();
    },
  };
}
