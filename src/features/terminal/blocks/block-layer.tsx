/** Draws the blocks over a terminal's rows: edges, headers and the sticky line. Nothing of it covers text. */
import "./blocks.css";
import Copy from "lucide-solid/icons/copy";
import Ellipsis from "lucide-solid/icons/ellipsis";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import { For, Show, type JSX } from "solid-js";
import type { App } from "../../../kernel/app";
import { durationText } from "../../../ui/duration";
import { visibleText } from "../../../ui/visible-name";
import { durationOf, outcomeOf, outcomeText } from "./block-reducer";
import { placeText } from "./block-words";
import type { BlockView } from "./block-view";
import type { Blocks } from "./blocks-type";

export interface BlockLayerProps {
  app: App;
  panel: string;
  blocks: Blocks;
  focus: () => void;
}

export function BlockLayer(props: BlockLayerProps): JSX.Element {
  const { app, blocks, panel } = props;
  const run = (command: string, id: string): void => {
    void app.commands.run(command, { id: panel, run: id });
    props.focus();
  };
  /** Keeps the press from the terminal, whose selection it would begin, and the focus where it is. */
  const hold = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const choose = (id: string): void => {
    blocks.select(blocks.selected() === id ? undefined : id);
    props.focus();
  };
  const menu = (event: MouseEvent, id: string): void => {
    hold(event);
    blocks.select(id);
    const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    app.commands.showMenu(
      "terminal.block",
      { x: event.clientX || left, y: event.clientY || bottom },
      { id: panel, run: id },
    );
  };
  const outcome = (id: string) => outcomeOf(blocks.block(id) ?? { exit: null });
  const state = (id: string): string => outcomeText(blocks.block(id) ?? { exit: null });
  const took = (id: string): string => {
    const block = blocks.block(id);
    const length = block && durationOf(block, blocks.info(id));
    return length === undefined ? "" : durationText(length);
  };
  const place = (id: string): string => placeText(blocks.info(id), app.boot.app.home);
  const about = (id: string): string => [state(id), took(id), place(id)].filter(Boolean).join(" · ");
  const pixels = (rows: number): string => `${rows * blocks.view.rowHeight}px`;
  const columns = (cells: number): number => cells * blocks.view.cellWidth;

  const Actions = (inner: { id: string }): JSX.Element => (
    <span class="block-actions">
      <Show when={blocks.info(inner.id)?.firstError}>
        <BlockButton label="Go to the First Error" onPress={() => run("terminal.blockFirstError", inner.id)}>
          error
        </BlockButton>
      </Show>
      <BlockButton label="Copy Output" onPress={() => run("terminal.blockCopyOutput", inner.id)}>
        <Copy size={12} aria-hidden="true" />
      </BlockButton>
      <BlockButton label="Run Again" onPress={() => run("terminal.blockRunAgain", inner.id)}>
        <RotateCcw size={12} aria-hidden="true" />
      </BlockButton>
      <BlockButton label="More Actions" onPress={(event) => menu(event, inner.id)}>
        <Ellipsis size={12} aria-hidden="true" />
      </BlockButton>
    </span>
  );

  const Header = (inner: { view: BlockView; at: NonNullable<BlockView["header"]> }): JSX.Element => (
    <div
      class="block-header"
      data-testid="block-header"
      data-run={inner.view.run}
      style={{
        top: `calc(${blocks.view.top}px + ${pixels(inner.at.row)})`,
        height: pixels(1),
        right: `calc(100% - ${blocks.view.left + columns(blocks.view.cols)}px)`,
        "max-width": `${columns(inner.at.cells)}px`,
      }}
      onMouseDown={hold}
      onClick={() => choose(inner.view.run)}
      onContextMenu={(event) => menu(event, inner.view.run)}
    >
      <Show when={inner.at.fit === "full"}>
        <span class="block-place">{place(inner.view.run)}</span>
      </Show>
      <span class="block-state" data-outcome={outcome(inner.view.run)}>
        {state(inner.view.run)}
      </span>
      <span>{took(inner.view.run)}</span>
      <Show when={inner.at.fit !== "least"}>
        <Actions id={inner.view.run} />
      </Show>
    </div>
  );

  return (
    <div class="blocks" classList={{ "blocks-hidden": !blocks.view.shown }}>
      <For each={blocks.view.blocks}>
        {(view) => (
          <>
            <button
              type="button"
              class="block-edge"
              data-testid="block"
              data-run={view.run}
              data-outcome={outcome(view.run)}
              aria-label={`Select the command, ${about(view.run)}`}
              aria-pressed={blocks.selected() === view.run}
              tabindex="-1"
              data-tip={about(view.run)}
              style={{ top: `calc(${blocks.view.top}px + ${pixels(view.row)})`, height: pixels(view.rows) }}
              onMouseDown={hold}
              onClick={() => choose(view.run)}
              onContextMenu={(event) => menu(event, view.run)}
            />
            <Show when={view.header}>{(at) => <Header view={view} at={at()} />}</Show>
          </>
        )}
      </For>
      <Show when={blocks.view.sticky}>
        {(id) => (
          <div
            class="block-sticky"
            data-testid="block-sticky"
            data-outcome={outcome(id())}
            style={{
              top: `${blocks.view.top}px`,
              height: pixels(1),
              "padding-left": `${blocks.view.left}px`,
            }}
            data-tip="Go to this command"
            onMouseDown={hold}
            onClick={() => blocks.reveal(id())}
          >
            <span class="block-sticky-text">
              {visibleText(blocks.command(id())?.text.split("\n")[0] ?? "The command has scrolled out")}
            </span>
            <span class="block-state" data-outcome={outcome(id())}>
              {state(id())}
            </span>
            <span>{took(id())}</span>
          </div>
        )}
      </Show>
    </div>
  );
}

function BlockButton(props: {
  label: string;
  onPress: (event: MouseEvent) => void;
  children: JSX.Element;
}): JSX.Element {
  return (
    <button
      type="button"
      class="block-button"
      tabindex="-1"
      aria-label={props.label}
      data-tip={props.label}
      onClick={(event) => {
        event.stopPropagation();
        props.onPress(event);
      }}
    >
      {props.children}
    </button>
  );
}
