/** What is drawn of the blocks over the terminal with folded outputs. */
import { batch, createEffect, type Accessor } from "solid-js";
import { createStore, reconcile } from "solid-js/store";
import type { Blocks, BlocksView } from "./blocks-type";
import type { FoldRows } from "./fold-rows";

export interface FoldPort {
  rows: Accessor<FoldRows>;
  /** The rows that are drawn; the last one is behind. */
  drawn: Accessor<[first: number, last: number]>;
  /** The first row that is in sight as a whole, and how many can be. */
  seen: Accessor<{ top: number; rows: number }>;
  /** Changes whenever the screen does. */
  changed: Accessor<unknown>;
}

/** A view of the blocks as of the screen's, in the rows that are left. Its sticky line stands outside of them. */
export function createFoldLayer(
  blocks: Blocks,
  port: FoldPort,
): { view: BlocksView; sticky: Accessor<string | undefined> } {
  const [view, setView] = createStore<BlocksView>({
    ...blocks.view,
    shown: true,
    blocks: [],
    sticky: undefined,
  });
  createEffect(() => {
    port.changed();
    const [first, last] = port.drawn();
    const { rowHeight, cellWidth, left, cols } = blocks.view;
    const drawn = blocks.drawnIn({ top: first, rows: last - first, cols, map: port.rows() });
    batch(() => {
      setView({ rowHeight, cellWidth, left, cols, top: first * rowHeight });
      // A block keeps its elements, so that one that is pressed while output comes is there for the click.
      setView("blocks", reconcile(drawn, { key: "run", merge: true }));
    });
  });
  const sticky = (): string | undefined => {
    port.changed();
    return blocks.stickyIn({ ...port.seen(), cols: blocks.view.cols, map: port.rows() });
  };
  return { view, sticky };
}
