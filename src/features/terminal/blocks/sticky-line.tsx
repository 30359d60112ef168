/** The command of the output that is read, in the first row, with what its header says. */
import type { JSX } from "solid-js";
import type { App } from "../../../kernel/app";
import type { LinkStore } from "../../links";
import { BlockHeader } from "./block-header";
import { hold, showBlockMenu } from "./block-press";
import type { BlockView } from "./block-view";
import type { BlockWords } from "./block-words";
import type { Blocks, BlocksView } from "./blocks-type";
import type { Folds } from "./folds";

export interface StickyLineProps {
  app: App;
  panel: string;
  blocks: Blocks;
  folds: Folds;
  links: LinkStore;
  words: BlockWords;
  view: Pick<BlocksView, "top" | "left" | "rowHeight">;
  run: string;
  /** What is drawn of blocks in sight. */
  blocksIn: readonly BlockView[];
  focus: () => void;
}

export function StickyLine(props: StickyLineProps): JSX.Element {
  const menu = (event: MouseEvent): void => showBlockMenu(props, event, props.run);
  return (
    <div
      class="block-sticky"
      data-testid="block-sticky"
      data-outcome={props.words.outcome(props.run)}
      style={{
        top: `${props.view.top}px`,
        height: `${props.view.rowHeight}px`,
        "padding-left": `${props.view.left}px`,
      }}
      data-tip="Go to this command"
      onMouseDown={hold}
      onClick={() => props.blocks.reveal(props.run)}
      onContextMenu={menu}
    >
      <span class="block-sticky-text">{props.words.command(props.run)}</span>
      <BlockHeader
        {...props}
        fit="full"
        canFold={props.blocksIn.some(({ run, folds }) => run === props.run && folds)}
        onMenu={menu}
      />
    </div>
  );
}
