/** What the blocks of one terminal offer to the rest of the window. */
import type { Accessor } from "solid-js";
import type { RunInfo } from "../../../ipc/bindings";
import type { Anchor } from "./block-lines";
import type { Block, BlockState } from "./block-reducer";
import type { BlockView, Viewport } from "./block-view";
import type { Gap } from "./fold-rows";
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

/** A line that was asked for; another object each time. */
export interface Revealed {
  at: Anchor;
  /** Whether the line itself is meant, and not the block that begins there. */
  marked: boolean;
}

export interface Blocks {
  take(marks: readonly Mark[]): void;
  /** Another shell begins: nothing that is known of the one before holds. */
  begin(): void;
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
  /** What was brought into sight last, for what is drawn in the place of the screen. */
  revealed: Accessor<Revealed | undefined>;
  /** What is drawn of blocks in other rows than the screen's; reactive. */
  drawnIn(view: Viewport): BlockView[];
  /** The run whose command is above a viewport, with output still in it; reactive. */
  stickyIn(view: Viewport): string | undefined;
  /** Brings the line of an output that holds a text into sight. */
  revealText(run: string, text: string): boolean;
  /** The command; `whole` where it is exactly what was typed. */
  command(run: string): { text: string; whole: boolean } | undefined;
  /** What of the output the screen still has; `whole` where its beginning did not scroll out. */
  output(run: string): { text: string; whole: boolean } | undefined;
  /** The block that a line of the buffer belongs to. */
  blockAt(line: number): Block<Anchor> | undefined;
  /** The line of a block's command. */
  lineOf(run: string): number | undefined;
  /** All blocks that have output, the oldest first. */
  foldable(): string[];
  /** What of the buffer folds hide. */
  gaps(folded: ReadonlySet<string>): Gap[];
  /** Whether one of these runs is still among the blocks; reactive. */
  hasFolded(folded: ReadonlySet<string>): boolean;
  /** The line behind the last one that was written. */
  bottom(): number;
  /** The folder of the command that wrote a line of the buffer. */
  folderAt(line: number): string | undefined;
  /** Whether there are blocks to walk through; false while a full-screen program has the screen. */
  some: Accessor<boolean>;
  /** Whether a full-screen program has the screen. */
  covered: Accessor<boolean>;
  /** Where the shell stands. */
  at: Accessor<BlockState<Anchor>["at"]>;
  /** Has the screen taken away down to the cursor's line; what is typed there keeps its prompt. */
  clear(erase: () => void): void;
  /** What stands between the prompt and the cursor; nothing where no prompt is marked. */
  typed(): string | undefined;
  /** Draws again, after the screen or its size changed. */
  refresh(): void;
  dispose(): void;
}
