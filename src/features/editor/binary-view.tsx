import { createResource, createSignal, For, Match, Show, Switch, type JSX } from "solid-js";
import { createVirtualizer } from "@tanstack/solid-virtual";
import { FailedState, LoadingState } from "../../ui/states";
import { focusElementSoon } from "./focus-soon";
import { hexRow, ROW } from "./hex-rows";
import type { ViewerProps } from "./image-view";
import { Pager } from "./pager";

const PART = 1 << 20;
const ROW_HEIGHT = 20;

/** Bytes as hexadecimal, a part of the file at a time. */
export function BinaryView(props: ViewerProps): JSX.Element {
  const [index, setIndex] = createSignal(0);
  const [bytes, { refetch }] = createResource(
    () => ({ path: props.info.path, offset: index() * PART, size: props.info.size }),
    async ({ path, offset }) =>
      new Uint8Array(
        path ? await props.app.ipc.fileBytes({ path, offset, length: PART }) : new ArrayBuffer(0),
      ),
  );
  return (
    <div
      class="binary-view"
      tabIndex={0}
      ref={(element) => props.panel.onFocus(() => focusElementSoon(element))}
    >
      <div class="viewer-bar">
        <span>Not text: shown as bytes, read-only.</span>
        <Show when={props.info.size > PART}>
          <Pager part={PART} size={props.info.size} index={index()} onIndex={setIndex} />
        </Show>
      </div>
      <Switch fallback={<LoadingState label={`Reading ${props.info.name}`} />}>
        <Match when={bytes.error as unknown}>
          {(fault) => (
            <FailedState
              title={`${props.info.name} could not be read.`}
              fault={fault()}
              actions={[{ title: "Try Again", run: () => void refetch() }]}
            />
          )}
        </Match>
        <Match when={bytes()}>{(part) => <HexRows bytes={part()} from={index() * PART} />}</Match>
      </Switch>
    </div>
  );
}

function HexRows(props: { bytes: Uint8Array; from: number }): JSX.Element {
  let scroller!: HTMLDivElement;
  const rows = createVirtualizer({
    get count() {
      return Math.ceil(props.bytes.length / ROW);
    },
    getScrollElement: () => scroller,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
  });
  return (
    <div ref={scroller} class="hex-scroller">
      <div style={{ height: `${rows.getTotalSize()}px`, position: "relative" }}>
        <For each={rows.getVirtualItems()}>
          {(item) => {
            const at = (): number => item.index * ROW;
            const row = (): ReturnType<typeof hexRow> =>
              hexRow(props.bytes.subarray(at(), at() + ROW), props.from + at());
            return (
              <pre class="hex-row" style={{ transform: `translateY(${item.start}px)` }}>
                <span class="hex-offset">{row().offset}</span>
                <span class="hex-bytes">{row().bytes}</span>
                <span class="hex-text">{row().text}</span>
              </pre>
            );
          }}
        </For>
      </div>
    </div>
  );
}
