/** What becomes of blocks when programs erase the screen: what runs keeps what it writes from then on. */
import type { Terminal } from "@xterm/xterm";
import type { Accessor } from "solid-js";
import { makeAnchors, type Anchors } from "./anchors";
import type { Anchor } from "./block-lines";
import type { BlockEvent, BlockState } from "./block-reducer";
import { makeEraser } from "./erasing";

const isGone = (anchor: Anchor | undefined): anchor is Anchor =>
  anchor !== undefined && anchor.line < 0 && !anchor.above;

export interface Erasing {
  anchors: Anchors;
  /** A program resets the terminal, or a snapshot is about to; whether that was done here. */
  reset(): boolean;
}

export function followErasing(
  screen: Terminal,
  state: Accessor<BlockState<Anchor>>,
  fold: (event: BlockEvent<Anchor>) => void,
): Erasing {
  const eraser = makeEraser(screen);
  const running = () => state().blocks.findLast(({ exit }) => exit === undefined);
  const anchors = makeAnchors(screen, (erase) => {
    const { prompt, input } = state();
    const [promptLine, inputLine] = [prompt?.line ?? -1, input?.line ?? -1];
    const first = erase();
    if (first === undefined) return;
    const { baseY, cursorY } = screen.buffer.normal;
    const top = baseY + cursorY + first;
    // The same prompt is drawn again: in the first row, or where its own first row was left.
    const moved = isGone(prompt) ? top - promptLine : 0;
    const isKnown = inputLine >= 0 && (promptLine >= 0 || prompt === undefined);
    const inputRow = isKnown ? inputLine + moved - baseY - cursorY : first;
    fold({
      type: "erased",
      output: isGone(running()?.output) ? anchors.at(first, 0) : undefined,
      prompt: isGone(prompt) ? anchors.at(first, 0) : undefined,
      input: isGone(input) ? anchors.at(inputRow, input.x, input.cols) : undefined,
    });
  });
  return {
    anchors,
    reset() {
      const block = running();
      fold({ type: "cleared" });
      anchors.forget();
      if (!block || !eraser.reset()) return false;
      const output = anchors.at(0, 0);
      if (output) fold({ type: "begunAnew", block, output });
      return true;
    },
  };
}
