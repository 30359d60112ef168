/** What of the blocks is drawn over the rows of the screen, and over those of another view on the same lines. */
import type { Terminal } from "@xterm/xterm";
import { createStore, reconcile } from "solid-js/store";
import { blocksBetween, type Anchor, type BufferSize, type PlacedBlock } from "./block-lines";
import type { Block } from "./block-reducer";
import { usedCells } from "./block-text";
import { linesIn, stickyOf, viewBlocks, type BlockView, type Drawn, type Viewport } from "./block-view";
import type { Blocks, BlocksView } from "./blocks-type";
import { gapOf } from "./fold-rows";
import { headerCells, type HeaderText } from "./header-fit";

/** Where the blocks come from; reactive. */
export interface BlockSource {
  blocks(): readonly Block<Anchor>[];
  size(): BufferSize;
  /** What a block's header says. */
  headerText(block: Block<Anchor>): Omit<HeaderText, "canFold">;
}

export interface ScreenView extends Pick<Blocks, "view" | "drawnIn" | "stickyIn"> {
  /** Takes on what the screen shows now; nothing is drawn over a full-screen program. */
  draw(shown: boolean): void;
}

export function createScreenView(screen: Terminal, source: BlockSource): ScreenView {
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
  const buffer = () => screen.buffer.normal;
  const folds = ({ block, lines }: PlacedBlock): boolean => gapOf(block, lines, source.size()) !== undefined;
  const drawn: Drawn = {
    cellsOf: (placed) =>
      headerCells({ ...source.headerText(placed.block), canFold: folds(placed) }, view.cellWidth),
    textOf: (line) => {
      const row = buffer().getLine(line);
      const used = row ? usedCells(row) : { cells: 0, blank: [0, 0] as [number, number] };
      return { ...used, goesOn: buffer().getLine(line + 1)?.isWrapped === true };
    },
    folds,
  };
  const placedIn = (port: Viewport): PlacedBlock[] =>
    blocksBetween(source.blocks(), source.size(), ...linesIn(port));
  return {
    view,
    drawnIn: (port) => viewBlocks(placedIn(port), port, drawn),
    stickyIn: (port) => stickyOf(placedIn(port), port),
    draw(shown) {
      const cells = screen.element?.querySelector(".xterm-screen")?.getBoundingClientRect();
      const corner = screen.element?.getBoundingClientRect();
      let blocks: BlockView[] = [];
      let sticky: string | undefined;
      if (shown && source.blocks().length > 0) {
        const port = { top: buffer().viewportY, rows: screen.rows, cols: screen.cols };
        const placed = placedIn(port);
        blocks = viewBlocks(placed, port, drawn);
        sticky = stickyOf(placed, port);
      }
      setView({
        shown,
        sticky,
        rowHeight: (cells?.height ?? 0) / Math.max(1, screen.rows),
        cellWidth: (cells?.width ?? 0) / Math.max(1, screen.cols),
        left: (cells?.left ?? 0) - (corner?.left ?? 0),
        top: (cells?.top ?? 0) - (corner?.top ?? 0),
        cols: screen.cols,
      });
      setView("blocks", reconcile(blocks, { key: "run", merge: true }));
    },
  };
}
