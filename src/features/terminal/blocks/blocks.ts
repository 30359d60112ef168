/** The blocks of one terminal: follows marks and the history, and says what is drawn of them. */
import type { Terminal } from "@xterm/xterm";
import { createSignal } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import { makeAnchors } from "./anchors";
import { blocksBetween, linesOf, type Anchor, type BlockLines, type BufferSize } from "./block-lines";
import { noBlocks, reduceBlocks, type Block, type BlockEvent, type BlockState } from "./block-reducer";
import { outputText, typedText, usedCells } from "./block-text";
import { stickyOf, viewBlocks, type BlockView } from "./block-view";
import { placeText } from "./block-words";
import type { Blocks, BlocksView } from "./blocks-type";
import type { Mark } from "./mark";

/** What a gatekeeper leaves in the place of a secret. */
export const MASKED = "<REDACTED:";

/** `home` is the person's folder, which is written short. */
export function createBlocks(screen: Terminal, now: () => number, home: string | null = null): Blocks {
  const [state, setState] = createSignal<BlockState<Anchor>>(noBlocks());
  const [selected, setSelected] = createSignal<string>();
  const [some, setSome] = createSignal(false);
  const [covered, setCovered] = createSignal(false);
  const [at, setAt] = createSignal<BlockState<Anchor>["at"]>("unknown");
  const [view, setView] = createStore<BlocksView>({
    shown: true,
    blocks: [],
    sticky: undefined,
    rowHeight: 0,
    cellWidth: 0,
    left: 0,
    top: 0,
    cols: 0,
  });

  const normal = () => screen.buffer.normal;
  const inFront = () => screen.buffer.active.type === "normal";
  const size = (): BufferSize => {
    const buffer = normal();
    const full = buffer.length >= screen.rows + (screen.options.scrollback ?? 0);
    return { length: buffer.length, bottom: buffer.baseY + buffer.cursorY + 1, full };
  };
  const fold = (event: BlockEvent<Anchor>) => setState((before) => reduceBlocks(before, event));
  const find = (run: string) => state().blocks.find((block) => block.run === run);
  const lines = (block: Block<Anchor>): BlockLines | undefined =>
    linesOf(block, state().blocks[0] === block, size());

  const anchors = makeAnchors(screen);

  const place = (mark: Extract<Mark, { at: "placed" }>) => {
    const cursor = normal().baseY + normal().cursorY;
    const on = (line: number | undefined) => (line === undefined ? undefined : anchors.at(line - cursor, 0));
    const [output, input, end] = [on(mark.line), on(mark.input), on(mark.end)];
    if (!output) return;
    const { run, exit } = mark;
    fold({
      type: "placed",
      run,
      output,
      ...(input ? { input } : {}),
      ...(end ? { end } : {}),
      ...(exit === undefined ? {} : { exit }),
    });
  };

  const textOf = (line: number) => {
    const row = normal().getLine(line);
    const cells = row ? usedCells(row) : 0;
    const wraps = row?.isWrapped === true || normal().getLine(line + 1)?.isWrapped === true;
    return { cells, wraps };
  };

  const prune = () => {
    const now = size();
    let isFirst = true;
    const lives = (block: Block<Anchor>): boolean => {
      const isThere = linesOf(block, isFirst, now) !== undefined;
      if (isThere) isFirst = false;
      return isThere;
    };
    fold({ type: "pruned", lives });
    const chosen = selected();
    if (chosen !== undefined && !find(chosen)) setSelected(undefined);
  };

  const refresh = () => {
    const [first] = state().blocks;
    if (first && !lines(first)) prune();
    const cells = screen.element?.querySelector(".xterm-screen")?.getBoundingClientRect();
    const corner = screen.element?.getBoundingClientRect();
    const shown = inFront();
    setAt(state().at);
    setCovered(!shown);
    setSome(shown && state().blocks.length > 0);
    const box = { shown, blocks: [] as BlockView[], sticky: undefined as string | undefined };
    if (shown && state().blocks.length > 0) {
      const buffer = normal();
      const port = { top: buffer.viewportY, rows: screen.rows, cols: screen.cols };
      const placed = blocksBetween(state().blocks, size(), port.top, port.top + port.rows);
      const placeCells = (run: string) => placeText(state().infos.get(run), home).length;
      box.blocks = viewBlocks(placed, port, placeCells, textOf);
      box.sticky = stickyOf(placed, port)?.run;
    }
    setView({
      shown: box.shown,
      sticky: box.sticky,
      rowHeight: (cells?.height ?? 0) / Math.max(1, screen.rows),
      cellWidth: (cells?.width ?? 0) / Math.max(1, screen.cols),
      left: (cells?.left ?? 0) - (corner?.left ?? 0),
      top: (cells?.top ?? 0) - (corner?.top ?? 0),
      cols: screen.cols,
    });
    setView("blocks", reconcile(box.blocks, { key: "run", merge: true }));
  };

  const scrollTo = (line: number) => {
    // A line above, so that the header and where it comes from are in sight.
    screen.scrollToLine(Math.max(0, line - 1));
  };
  const reveal = (run: string) => {
    const block = find(run);
    const where = block && lines(block);
    if (!where) return;
    const { viewportY } = normal();
    if (where.top < viewportY || where.top >= viewportY + screen.rows) scrollTo(where.top);
    refresh();
  };

  // A reset takes the screen with everything on it away, also the one before a new picture.
  const onReset = () => {
    fold({ type: "cleared" });
    setSelected(undefined);
    anchors.forget();
    return false;
  };
  const parts = [
    screen.parser.registerEscHandler({ final: "c" }, onReset),
    screen.onRender(refresh),
    screen.onResize(refresh),
    screen.buffer.onBufferChange(refresh),
  ];

  return {
    view,
    selected,
    some,
    covered,
    at,
    take(marks) {
      for (const mark of marks) {
        if (mark.at === "placed") {
          place(mark);
          continue;
        }
        const where = anchors.at(0, normal().cursorX);
        if (where) fold({ type: "mark", mark, anchor: where, now: now() });
      }
      if (marks.some((mark) => mark.at === "end")) prune();
      refresh();
    },
    told(run) {
      fold({ type: "run", run });
      refresh();
    },
    block: find,
    info: (run) => state().infos.get(run),
    select: (run) => setSelected(run !== undefined && find(run) ? run : undefined),
    current: () => find(selected() ?? "") ?? state().blocks.at(-1),
    step(by) {
      prune();
      const { blocks } = state();
      const chosen = blocks.findIndex(({ run }) => run === selected());
      const next = chosen < 0 ? (by < 0 ? blocks.length - 1 : -1) : chosen + by;
      // Behind the last one is the prompt.
      if (chosen >= 0 && next >= blocks.length) {
        setSelected(undefined);
        screen.scrollToBottom();
        refresh();
        return;
      }
      const block = blocks[Math.max(0, next)];
      if (!block || next < 0) return;
      setSelected(block.run);
      reveal(block.run);
    },
    reveal,
    revealText(run, text) {
      const block = find(run);
      const where = block && lines(block);
      if (!where) return false;
      const wanted = text.trim();
      for (let y = where.output; y < where.end; y += 1) {
        // A long line stands in several rows; its beginning is enough to know it.
        const row = normal().getLine(y)?.translateToString(true).trim() ?? "";
        if (row === "" || !(row.includes(wanted) || (wanted.startsWith(row) && row.length > 8))) continue;
        scrollTo(y - 1);
        if (screen.element) screen.select(0, y, row.length);
        refresh();
        return true;
      }
      return false;
    },
    command(run) {
      const known = state().infos.get(run)?.command;
      if (known !== undefined) return { text: known, whole: !known.includes(MASKED) };
      const block = find(run);
      const text = block && typedText(normal(), block, screen.cols);
      // What the screen shows may have more on it than what was typed.
      return text === undefined ? undefined : { text, whole: false };
    },
    output(run) {
      const block = find(run);
      const where = block && lines(block);
      if (!where) return undefined;
      const text = outputText(normal(), block, where, screen.cols);
      return { text, whole: block.output.line >= 0 };
    },
    folderAt(line) {
      const [hit] = blocksBetween(state().blocks, size(), line, line + 1);
      return hit && (state().infos.get(hit.block.run)?.cwd ?? undefined);
    },
    typed() {
      const { input } = state();
      if (state().at !== "input" || !input || input.line < 0 || input.cols !== screen.cols) return undefined;
      const buffer = normal();
      const y = buffer.baseY + buffer.cursorY;
      let text = "";
      for (let line = input.line; line <= y; line += 1) {
        const from = line === input.line ? input.x : 0;
        text += buffer.getLine(line)?.translateToString(false, from, line === y ? buffer.cursorX : undefined);
      }
      return text;
    },
    refresh,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}
