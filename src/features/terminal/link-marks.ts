/** Shows which texts in sight lead somewhere: blue and underlined, as links elsewhere. */
import type { IDecoration, Terminal } from "@xterm/xterm";
import { matchFileLinks } from "./link-matcher";
import { wrappedLine } from "./screen-text";

/** Milliseconds without a change of the screen after which links are looked for. */
export const LINKS_QUIET = 120;

/** Cells of one row. */
interface Span {
  line: number;
  x: number;
  width: number;
}

/** As the links that are followed are found. */
const ADDRESS = /\bhttps?:\/\/[^\s"'!*(){}|\\^<>`]*[^\s"':,.!?{}|\\^~[\]`()<>]/gi;

/** The links in rows of the main screen, from `from` to before `to`. */
export function linkSpans(terminal: Terminal, from: number, to: number): Span[] {
  const buffer = terminal.buffer.normal;
  const spans: Span[] = [];
  for (let row = from; row < to; row += 1) {
    // A long line is looked at once, from the first of its rows in sight.
    if (row > from && buffer.getLine(row)?.isWrapped) continue;
    const { text, placeOf } = wrappedLine(buffer, row);
    const addresses = [...text.matchAll(ADDRESS)].map(({ index, 0: { length } }) => [index, index + length]);
    const files = matchFileLinks(text).map(({ start, end }) => [start, end]);
    for (const [start = 0, end = 0] of [...addresses, ...files]) {
      const last = placeOf(end - 1);
      for (let { x, y: line } = placeOf(start); line <= last.y; [x, line] = [0, line + 1]) {
        const width = (line === last.y ? last.x + 1 : terminal.cols) - x;
        if (line >= from && line < to && width > 0) spans.push({ line, x, width });
      }
    }
  }
  return spans;
}

export interface LinkMarks {
  dispose(): void;
}

/** Marks the links in sight; none on the screen of a full-screen program, which draws its own. */
export function makeLinkMarks(terminal: Terminal): LinkMarks {
  let drawn: { span: Span; decoration: IDecoration }[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let blue: string | undefined;

  const clear = (): void => {
    drawn.forEach(({ decoration }) => decoration.dispose());
    drawn = [];
  };
  const mark = (span: Span): void => {
    const { baseY, cursorY } = terminal.buffer.normal;
    const marker = terminal.registerMarker(span.line - baseY - cursorY);
    const decoration = terminal.registerDecoration({
      marker,
      x: span.x,
      width: span.width,
      layer: "top",
      ...(blue ? { foregroundColor: blue } : {}),
    });
    if (!decoration) return marker.dispose();
    decoration.onRender((element) => element.classList.add("terminal-link"));
    // A mark belongs to its decoration alone.
    decoration.onDispose(() => marker.dispose());
    drawn.push({ span, decoration });
  };
  const look = (): void => {
    quiet = undefined;
    if (terminal.buffer.active.type !== "normal") return clear();
    // Another theme.
    if (blue !== terminal.options.theme?.blue) clear();
    blue = terminal.options.theme?.blue;
    const { viewportY } = terminal.buffer.normal;
    const wanted = linkSpans(terminal, viewportY, viewportY + terminal.rows);
    const isSame = (a: Span, b: Span): boolean => a.line === b.line && a.x === b.x && a.width === b.width;
    drawn = drawn.filter(({ span, decoration }) => {
      const now = { ...span, line: decoration.marker.line };
      const at = decoration.isDisposed ? -1 : wanted.findIndex((each) => isSame(each, now));
      if (at < 0) decoration.dispose();
      else wanted.splice(at, 1);
      return at >= 0;
    });
    wanted.forEach(mark);
  };
  const soon = (): void => {
    clearTimeout(quiet);
    quiet = setTimeout(look, LINKS_QUIET);
  };
  const parts = [
    terminal.onRender(soon),
    // Colours of marks would show on the other screen, too.
    terminal.buffer.onBufferChange(() => {
      clear();
      soon();
    }),
  ];
  return {
    dispose() {
      clearTimeout(quiet);
      parts.forEach((part) => part.dispose());
      clear();
    },
  };
}
