/**
 * The terminal with folded outputs: its rows drawn as text over the screen, without those that are hidden.
 *
 * The screen below goes on as it is, with every row; it has the keyboard. It is seen again when nothing is folded.
 */
import type { Terminal } from "@xterm/xterm";
import {
  createEffect,
  createMemo,
  createSignal,
  Index,
  on,
  onCleanup,
  onMount,
  Show,
  type JSX,
} from "solid-js";
import type { App } from "../../../kernel/app";
import type { LinkStore } from "../../links";
import { BlockLayer } from "./block-layer";
import type { Anchor } from "./block-lines";
import { blockWords } from "./block-words";
import type { Blocks } from "./blocks-type";
import { createFoldLayer } from "./fold-layer";
import { GapRow, TextRow } from "./fold-row";
import { foldedSelection } from "./folded-selection";
import { gapAt, rowsOf, type FoldRow } from "./fold-rows";
import type { Folds } from "./folds";
import { scrollRows, type ScrollTo } from "./scroll-rows";
import { StickyLine } from "./sticky-line";

export interface FoldViewProps {
  app: App;
  panel: string;
  screen: Terminal;
  blocks: Blocks;
  folds: Folds;
  links: LinkStore;
  focus: () => void;
  /** Whether the terminal below has the focus. */
  focused: boolean;
  onMenu?: (event: MouseEvent) => void;
  /** Copies what is selected. */
  onCopy?: () => void;
  /** Hands out what scrolls it, for as long as it is shown. */
  onScroller: (scroll: ((to: ScrollTo) => void) | undefined) => void;
}

/** Pixels above the first row. */
const PADDING = 8;
/** Rows that are drawn above and below those in sight. */
const SPARE = 4;

export function FoldView(props: FoldViewProps): JSX.Element {
  const { app, screen, blocks, folds } = props;
  const words = blockWords(blocks, app.boot.app.home);
  let scroller!: HTMLDivElement;
  const [drawn, setDrawn] = createSignal(0);
  const [top, setTop] = createSignal(0);
  const [height, setHeight] = createSignal(400);
  const [isWithin, setWithin] = createSignal(false);
  /** The line of an output that was asked for, until the person does something else. */
  const [found, setFound] = createSignal<Anchor>();
  let follows = true;
  const rowHeight = () => Math.max(1, blocks.view.rowHeight);
  const rows = createMemo(() => {
    drawn();
    return rowsOf(blocks.gaps(folds.folded()), blocks.bottom());
  });
  const scrollToRow = (row: number): void => {
    scroller.scrollTop = row * rowHeight();
  };
  const stay = (): void => {
    if (follows) scroller.scrollTop = scroller.scrollHeight;
  };
  onMount(() => {
    const size = new ResizeObserver(() => {
      setHeight(scroller.clientHeight);
      stay();
    });
    size.observe(scroller);
    const { viewportY, baseY } = screen.buffer.normal;
    follows = viewportY >= baseY;
    setHeight(scroller.clientHeight || 400);
    queueMicrotask(() => (follows ? stay() : scrollToRow(rows().rowOf(viewportY))));
    const again = (): void => void setDrawn((n) => n + 1);
    const parts = [screen.onWriteParsed(again), screen.onResize(again), screen.onCursorMove(again)];
    props.onScroller((to) => scrollRows(scroller, to, rowHeight()));
    onCleanup(() => {
      size.disconnect();
      parts.forEach((part) => part.dispose());
      props.onScroller(undefined);
      // What was in sight stays there.
      const line = found()?.line;
      if (line !== undefined) screen.scrollToLine(Math.max(0, line - 2));
      else if (follows) screen.scrollToBottom();
      else screen.scrollToLine(rows().lineOf(Math.floor(top() / rowHeight())));
    });
  });
  createEffect(on(() => rows().count, stay));
  // The screen takes colours on with the next frame, so that they are there with the one after.
  createEffect(
    on(
      () => [app.theme(), app.settings()],
      () => requestAnimationFrame(() => requestAnimationFrame(() => setDrawn((n) => n + 1))),
      { defer: true },
    ),
  );
  // A command that is walked to comes into sight, and so does a line of an output, out of its fold.
  createEffect(
    on(
      blocks.revealed,
      (revealed) => {
        if (!revealed) return;
        const { at, marked } = revealed;
        const row = (): number => rows().rowOf(Math.max(0, at.line));
        setFound(marked ? at : undefined);
        if (marked) {
          follows = false;
          const what = rows().at(row());
          if (what.type === "fold") folds.set(what.gap.run, false);
        }
        // The rows have their height after this, or this view is gone with its last fold.
        queueMicrotask(() => {
          const y = row() * rowHeight();
          const isInSight = y >= top() && y + rowHeight() <= top() + height();
          if (!isInSight) scrollToRow(Math.max(0, row() - 1));
        });
      },
      { defer: true },
    ),
  );
  const range = createMemo(
    (): [number, number] => {
      const first = Math.max(0, Math.floor(top() / rowHeight()) - SPARE);
      return [first, Math.min(rows().count, Math.ceil((top() + height()) / rowHeight()) + SPARE)];
    },
    undefined,
    { equals: (a, b) => a?.[0] === b[0] && a[1] === b[1] },
  );
  const inSight = createMemo((): { row: number; what: FoldRow }[] => {
    const [first, last] = range();
    return Array.from({ length: Math.max(0, last - first) }, (_, at) => ({
      row: first + at,
      what: rows().at(first + at),
    }));
  });
  const { view, sticky } = createFoldLayer(blocks, {
    rows,
    drawn: range,
    seen: () => ({
      top: Math.max(0, Math.ceil((top() - PADDING) / rowHeight())),
      rows: Math.max(1, Math.floor(height() / rowHeight())),
    }),
    changed: drawn,
  });
  const hasText = (): boolean => foldedSelection() !== "";
  return (
    <>
      <div
        ref={scroller}
        class="fold-view"
        data-testid="fold-view"
        tabindex="-1"
        style={{ "font-size": `${screen.options.fontSize ?? 12.5}px` }}
        onFocusIn={() => setWithin(true)}
        onFocusOut={() => setWithin(false)}
        onScroll={() => {
          setTop(scroller.scrollTop);
          follows = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - rowHeight();
        }}
        onWheel={() => setFound(undefined)}
        onMouseDown={() => setFound(undefined)}
        onContextMenu={(event) => props.onMenu?.(event)}
        onMouseUp={() => {
          if (!hasText()) props.focus();
        }}
        onKeyDown={(event) => {
          // What is selected can be copied, with Shift as in terminals too; every other key is the terminal's.
          if (event.ctrlKey && event.shiftKey && event.key.toLowerCase() === "c") {
            event.preventDefault();
            props.onCopy?.();
          } else if (!event.ctrlKey && !event.metaKey) props.focus();
        }}
      >
        <div class="fold-rows" style={{ height: `${rows().count * rowHeight()}px` }}>
          <Index each={inSight()}>
            {(each) => (
              <div
                class="fold-row"
                classList={{ "fold-row-found": found()?.line === rows().lineOf(each().row) }}
                style={{
                  top: `${each().row * rowHeight()}px`,
                  height: `${rowHeight()}px`,
                  "line-height": `${rowHeight()}px`,
                  "padding-left": `${blocks.view.left}px`,
                }}
              >
                <Show
                  when={gapAt(each().what)}
                  fallback={
                    <TextRow
                      screen={screen}
                      line={rows().lineOf(each().row)}
                      drawn={drawn()}
                      cellWidth={blocks.view.cellWidth}
                      left={blocks.view.left}
                      focused={props.focused || isWithin()}
                    />
                  }
                >
                  {(gap) => (
                    <GapRow
                      gap={gap()}
                      command={blocks.lineOf(gap().run) === undefined ? words.command(gap().run) : undefined}
                      onOpen={() => folds.set(gap().run, false)}
                    />
                  )}
                </Show>
              </div>
            )}
          </Index>
          <BlockLayer
            app={app}
            panel={props.panel}
            blocks={blocks}
            folds={folds}
            links={props.links}
            view={view}
            focus={props.focus}
          />
        </div>
      </div>
      <Show when={sticky()}>
        {(run) => (
          <div class="blocks fold-sticky">
            <StickyLine
              {...props}
              words={words}
              view={{ top: 0, left: blocks.view.left, rowHeight: rowHeight() }}
              run={run()}
              blocksIn={view.blocks}
            />
          </div>
        )}
      </Show>
    </>
  );
}
