/** Draws the blocks over a terminal's rows: edges, headers and the sticky line. Nothing of it covers text. */
import "./blocks.css";
import { For, Show, type JSX } from "solid-js";
import type { App } from "../../../kernel/app";
import type { LinkStore } from "../../links";
import { BlockHeader } from "./block-header";
import { hold, showBlockMenu } from "./block-press";
import { blockWords } from "./block-words";
import type { Blocks, BlocksView } from "./blocks-type";
import type { Folds } from "./folds";
import { StickyLine } from "./sticky-line";

export interface BlockLayerProps {
  app: App;
  panel: string;
  blocks: Blocks;
  folds: Folds;
  links: LinkStore;
  /** What is drawn, and over which rows. */
  view: BlocksView;
  focus: () => void;
}

export function BlockLayer(props: BlockLayerProps): JSX.Element {
  const { app, blocks, panel } = props;
  const words = blockWords(blocks, app.boot.app.home);
  const choose = (id: string): void => {
    blocks.select(blocks.selected() === id ? undefined : id);
    props.focus();
  };
  const menu = (event: MouseEvent, id: string): void => showBlockMenu(props, event, id);
  const pixels = (rows: number): string => `${rows * props.view.rowHeight}px`;
  const top = (row: number): string => `calc(${props.view.top}px + ${pixels(row)})`;
  const columns = (cells: number): number => cells * props.view.cellWidth;

  return (
    <div class="blocks" classList={{ "blocks-hidden": !props.view.shown }}>
      <For each={props.view.blocks}>
        {(view) => (
          <>
            <button
              type="button"
              class="block-edge"
              data-testid="block"
              data-run={view.run}
              data-outcome={words.outcome(view.run)}
              aria-label={`Select the command, ${words.about(view.run)}`}
              aria-pressed={blocks.selected() === view.run}
              tabindex="-1"
              data-tip={words.about(view.run)}
              style={{ top: top(view.row), height: pixels(view.rows) }}
              onMouseDown={hold}
              onClick={() => choose(view.run)}
              onContextMenu={(event) => menu(event, view.run)}
            />
            <Show when={view.header}>
              {(at) => (
                <div
                  class="block-header"
                  data-testid="block-header"
                  data-run={view.run}
                  data-tip={words.about(view.run)}
                  style={{
                    top: top(at().row),
                    height: pixels(1),
                    right: `calc(100% - ${props.view.left + columns(props.view.cols - at().right)}px)`,
                    "max-width": `${columns(at().cells)}px`,
                  }}
                  onMouseDown={hold}
                  onClick={() => choose(view.run)}
                  onContextMenu={(event) => menu(event, view.run)}
                >
                  <BlockHeader
                    app={app}
                    panel={panel}
                    run={view.run}
                    blocks={blocks}
                    folds={props.folds}
                    links={props.links}
                    words={words}
                    fit={at().fit}
                    canFold={view.folds}
                    named={view.cleared === true}
                    focus={props.focus}
                    onMenu={(event) => menu(event, view.run)}
                  />
                </div>
              )}
            </Show>
          </>
        )}
      </For>
      <Show when={props.view.sticky}>
        {(run) => <StickyLine {...props} words={words} run={run()} blocksIn={props.view.blocks} />}
      </Show>
    </div>
  );
}
