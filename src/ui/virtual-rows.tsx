import { createEffect, createMemo, createSignal, For, on, onCleanup, onMount, type JSX } from "solid-js";

export interface VirtualRowsProps<T> {
  items: T[];
  /** Height of every row, in pixels. */
  rowHeight: number;
  /** Pixels that a row needs at least; where there are fewer, the list scrolls sideways. */
  width?: number;
  row: (item: T, index: () => number) => JSX.Element;
  class?: string;
  /** The row to keep in sight; it is scrolled to whenever it changes. */
  reveal?: number | undefined;
  /** Stays at the end while rows are added, unless the person scrolled up. */
  follow?: boolean;
  onFollow?: (follows: boolean) => void;
  /** Attributes of the scrolling element, such as its role. */
  attributes?: JSX.HTMLAttributes<HTMLDivElement> & Record<`data-${string}`, string>;
}

/** Rows drawn beyond what is in sight, so that a quick scroll shows no gap. */
const margin = 8;

/** A list that draws only the rows in sight; all have one height. */
export function VirtualRows<T>(props: VirtualRowsProps<T>): JSX.Element {
  let scroller!: HTMLDivElement;
  const [top, setTop] = createSignal(0);
  // Before the first measure enough for a screen is drawn.
  const [height, setHeight] = createSignal(800);
  const first = createMemo(() => Math.max(0, Math.floor(top() / props.rowHeight) - margin));
  const last = createMemo(() => Math.ceil((top() + height()) / props.rowHeight) + margin);
  const drawn = createMemo(() => props.items.slice(first(), last()));

  /** The row that was revealed last, and whether it still is in sight. */
  let revealed: T | undefined;
  let inSight = true;
  const bring = (index: number): void => {
    const start = index * props.rowHeight;
    const end = start + props.rowHeight - height();
    if (start < scroller.scrollTop) scroller.scrollTop = start;
    else if (end > scroller.scrollTop) scroller.scrollTop = end;
    setTop(scroller.scrollTop);
  };
  const measure = (): void => {
    if (scroller.clientHeight <= 0) return;
    setHeight(scroller.clientHeight);
    // What was in sight before the list became lower is so after.
    if (inSight && revealed !== undefined && props.reveal !== undefined) bring(props.reveal);
  };
  onMount(() => {
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    measure();
    onCleanup(() => observer.disconnect());
  });
  const scrolled = (): void => {
    setTop(scroller.scrollTop);
    const start = (props.reveal ?? -1) * props.rowHeight;
    inSight = start + props.rowHeight > scroller.scrollTop && start < scroller.scrollTop + height();
    const atEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - props.rowHeight;
    if (props.follow !== atEnd) props.onFollow?.(atEnd);
  };
  createEffect(
    on([() => props.items.length, () => props.follow], ([length, follow]) => {
      if (follow) queueMicrotask(() => (scroller.scrollTop = length * props.rowHeight));
    }),
  );
  createEffect(
    on([() => props.reveal, () => props.items], ([index, items], before) => {
      const item = index === undefined ? undefined : items[index];
      const isAsked = index !== before?.[0] && item !== revealed;
      revealed = item;
      if (index === undefined || index < 0) return;
      // Rows that come do not take those who scrolled away back.
      if (!isAsked && !inSight) return;
      inSight = true;
      bring(index);
    }),
  );
  return (
    <div ref={scroller} class={`rows ${props.class ?? ""}`} onScroll={scrolled} {...props.attributes}>
      <div
        class="rows-all"
        style={{
          height: `${props.items.length * props.rowHeight}px`,
          ...(props.width === undefined ? {} : { "min-width": `${props.width}px` }),
        }}
        role="presentation"
      >
        <div class="rows-drawn" style={{ top: `${first() * props.rowHeight}px` }} role="presentation">
          <For each={drawn()}>{(item, index) => props.row(item, () => first() + index())}</For>
        </div>
      </div>
    </div>
  );
}
