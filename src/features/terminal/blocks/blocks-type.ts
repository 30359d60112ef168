/** What the blocks of one terminal offer to the rest of the window. */
import type { Accessor } from "solid-js";
import type { RunInfo } from "../../../ipc/bindings";
import type { Anchor } from "./block-lines";
import type { Block, BlockState } from "./block-reducer";
import type { BlockView } from "./block-view";
import type { Mark } from "./mark";

export interface BlocksView {
  /** False while a full-screen program has the screen. */
  shown: boolean;
  blocks: BlockView[];
  sticky: string | undefined;
  /** Pixels of a cell, and from the corner of the terminal to the first one. */
  rowHeight: number;
  cellWidth: number;
  left: number;
  top: number;
  cols: number;
}

export interface Blocks {
  take(marks: readonly Mark[]): void;
  /** What the history knows of a run. */
  told(run: RunInfo): void;
  readonly view: BlocksView;
  block(run: string): Block<Anchor> | undefined;
  info(run: string): RunInfo | undefined;
  selected: Accessor<string | undefined>;
  select(run: string | undefined): void;
  /** The block that commands are about: the chosen one, or the last. */
  current(): Block<Anchor> | undefined;
  /** Chooses the block before or behind, and brings it into sight. */
  step(by: 1 | -1): void;
  reveal(run: string): void;
  /** Brings the line of an output that holds a text into sight. */
  revealText(run: string, text: string): boolean;
  /** The command; `whole` where it is exactly what was typed. */
  command(run: string): { text: string; whole: boolean } | undefined;
  /** What of the output the screen still has; `whole` where its beginning did not scroll out. */
  output(run: string): { text: string; whole: boolean } | undefined;
  /** The folder of the command that wrote a line of the buffer. */
  folderAt(line: number): string | undefined;
  /** Whether there are blocks to walk through; false while a full-screen program has the screen. */
  some: Accessor<boolean>;
  /** Whether a full-screen program has the screen. */
  covered: Accessor<boolean>;
  /** Where the shell stands. */
  at: Accessor<BlockState<Anchor>["at"]>;
  /** What stands between the prompt and the cursor; nothing where no prompt is marked. */
  typed(): string | undefined;
  /** Draws again, after the screen or its size changed. */
  refresh(): void;
  dispose(): void;
}
