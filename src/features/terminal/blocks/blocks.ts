/** The blocks of one terminal: follows marks and the history, and says what is drawn of them. */
import type { Terminal } from "@xterm/xterm";
import { createSignal } from "solid-js";
import { ABOVE, blocksBetween, linesOf, type Anchor, type BlockLines, type BufferSize } from "./block-lines";
import { noBlocks, reduceBlocks, type Block, type BlockEvent, type BlockState } from "./block-reducer";
import { gapsOf } from "./fold-rows";
import { lineWith, outputText, promptText, typedText } from "./block-text";
import { headerText } from "./block-words";
import type { Blocks, Revealed } from "./blocks-type";
import { followErasing } from "./erased-blocks";
import type { Mark } from "./mark";
import { createScreenView } from "./screen-view";

/** What a gatekeeper leaves in the place of a secret. */
export const MASKED = "<REDACTED:";

/** `home` is the person's folder, which is written short; `branchAt` says which branch a folder is on now. */
export function createBlocks(
  screen: Terminal,
  now: () => number,
  home: string | null = null,
  branchAt: (folder: string) => string | undefined = () => undefined,
): Blocks {
  const [state, setState] = createSignal<BlockState<Anchor>>(noBlocks());
  const [selected, setSelected] = createSignal<string>();
  const [revealed, setRevealed] = createSignal<Revealed>();
  const [some, setSome] = createSignal(false);
  const [covered, setCovered] = createSignal(false);
  const [at, setAt] = createSignal<BlockState<Anchor>["at"]>("unknown");
  const normal = () => screen.buffer.normal;
  const inFront = () => screen.buffer.active.type === "normal";
  const size = (): BufferSize => {
    const buffer = normal();
    return { bottom: buffer.baseY + buffer.cursorY + 1 };
  };
  const fold = (event: BlockEvent<Anchor>) => setState((before) => reduceBlocks(before, event));
  const find = (run: string) => state().blocks.find((block) => block.run === run);
  const isPresumed = () => state().blocks.some(({ presumed, exit }) => presumed && exit === undefined);
  const lines = (block: Block<Anchor>): BlockLines | undefined =>
    linesOf(block, state().blocks[0] === block, size());

  const { anchors, reset } = followErasing(screen, state, fold);

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

  const drawing = createScreenView(screen, {
    blocks: () => state().blocks,
    size,
    headerText: (block) => headerText(block, state().infos.get(block.run), home),
  });

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
    const shown = inFront();
    setAt(state().at);
    setCovered(!shown);
    setSome(shown && state().blocks.length > 0);
    drawing.draw(shown);
  };

  const blockAt = (line: number) => blocksBetween(state().blocks, size(), line, line + 1)[0]?.block;

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
    const at = [block.prompt, block.input].find((anchor) => anchor?.line === where.top) ?? block.output;
    setRevealed({ at, marked: false });
    refresh();
  };

  // A reset takes the screen with everything on it away, also the one before a new picture.
  const onReset = () => {
    const isDone = reset();
    if (!find(selected() ?? "")) setSelected(undefined);
    return isDone;
  };
  const parts = [
    screen.parser.registerEscHandler({ final: "c" }, onReset),
    screen.onRender(refresh),
    screen.onResize(refresh),
    screen.buffer.onBufferChange(refresh),
  ];

  return {
    view: drawing.view,
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
        if (mark.at === "redrawn") {
          fold({ type: "redrawn", above: ABOVE });
          continue;
        }
        // The prompt of a snapshot is told of by what is typed there, and begins in the first column.
        const start = mark.at === "input" && isPresumed() ? anchors.at(0, 0) : undefined;
        if (start) fold({ type: "mark", mark: { at: "prompt" }, anchor: start, now: now() });
        const where = anchors.at(0, normal().cursorX);
        const branch = mark.at === "command" && mark.cwd ? branchAt(mark.cwd) : undefined;
        if (where) fold({ type: "mark", mark, anchor: where, now: now(), branch });
      }
      if (marks.some((mark) => mark.at === "end")) prune();
      refresh();
    },
    begin() {
      setState(noBlocks<Anchor>());
      setSelected(undefined);
      anchors.forget();
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
    revealed,
    drawnIn: drawing.drawnIn,
    stickyIn: drawing.stickyIn,
    revealText(run, text) {
      const block = find(run);
      const where = block && lines(block);
      if (!where) return false;
      const y = lineWith(normal(), text, where.output, where.end);
      if (y === undefined) return false;
      scrollTo(y - 1);
      if (screen.element)
        screen.select(0, y, normal().getLine(y)?.translateToString(true).trim().length ?? 0);
      const at = anchors.at(y - normal().baseY - normal().cursorY, 0);
      if (at) setRevealed({ at, marked: true });
      refresh();
      return true;
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
    blockAt,
    lineOf(run) {
      const block = find(run);
      return block && lines(block)?.command;
    },
    foldable: () => {
      const every = new Set(state().blocks.map(({ run }) => run));
      return gapsOf(state().blocks, every, size()).map(({ run }) => run);
    },
    gaps: (folded) => gapsOf(state().blocks, folded, size()),
    hasFolded: (folded) => state().blocks.some(({ run }) => folded.has(run)),
    bottom: () => size().bottom,
    folderAt(line) {
      const block = blockAt(line);
      return block && (state().infos.get(block.run)?.cwd ?? block.cwd);
    },
    clear(erase) {
      const { prompt: before, input: typed } = state();
      const cursor = normal().baseY + normal().cursorY;
      // Of a command over several lines the last one is left, and all of that was typed.
      const column = typed?.line === cursor ? typed : undefined;
      anchors.erasing(erase);
      const [prompt, input] = [
        before && anchors.at(0, 0),
        typed && anchors.at(0, column?.x ?? 0, column?.cols),
      ];
      fold({ type: "promptMoved", prompt, input, above: ABOVE });
      prune();
      refresh();
    },
    typed: () => {
      const { at: place, input } = state();
      return place === "input" && input ? promptText(normal(), input, screen.cols) : undefined;
    },
    refresh,
    dispose: () => {
      parts.forEach((part) => part.dispose());
      anchors.dispose();
    },
  };
}
