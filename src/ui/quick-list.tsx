import { createEffect, createSignal, createUniqueId, on, onMount, Show, type JSX } from "solid-js";
import { Highlight } from "./highlight";
import { VirtualRows } from "./virtual-rows";

export interface QuickRow {
  id: string;
  title: string;
  positions?: number[] | undefined;
  detail?: string | undefined;
  detailPositions?: number[] | undefined;
  key?: string | undefined;
}

export interface QuickListProps<T extends QuickRow> {
  label: string;
  placeholder?: string | undefined;
  value: string;
  items: T[];
  onInput: (value: string) => void;
  onAccept: (item: T, event: { ctrl: boolean }) => void;
  onClose: () => void;
  /** Asks for the menu of a row, at a point of the window. */
  onMenu?: (item: T, at: { x: number; y: number }) => void;
  /** Which row is marked, as it changes. */
  onMark?: (item: T | undefined) => void;
  /** What stands in place of the list while it is empty. */
  empty: string;
  /** A line below the list. */
  footer?: string | undefined;
  inputTestId?: string;
}

const rowHeight = 26;
const mostRows = 14;
/** Letters from which on a row may be cut in a narrow window, so that it is told in full. */
const longRow = 60;

function tipOf({ title, detail = "" }: QuickRow): string | undefined {
  return title.length + detail.length > longRow ? [title, detail].filter(Boolean).join("\n") : undefined;
}

/** A field with a list under it, walked with the arrows while the focus stays in the field. */
export function QuickList<T extends QuickRow>(props: QuickListProps<T>): JSX.Element {
  const id = createUniqueId();
  const [marked, setMarked] = createSignal(0);
  let input!: HTMLInputElement;
  onMount(() => {
    input.focus();
    input.setSelectionRange(input.value.length, input.value.length);
  });
  createEffect(
    on([() => props.items], ([items], before) => {
      // Rows that come behind others leave the mark where it is.
      const stays = before !== undefined && before[0].every(({ id: known }, at) => items[at]?.id === known);
      if (!stays) setMarked(0);
    }),
  );
  createEffect(() => props.onMark?.(props.items[marked()]));

  const move = (by: number): void => {
    const count = props.items.length;
    if (count > 0) setMarked((now) => (now + by + count) % count);
  };
  const page = (by: number): void => {
    setMarked((now) => Math.min(props.items.length - 1, Math.max(0, now + by)));
  };
  const accept = (index: number, ctrl: boolean): void => {
    const item = props.items[index];
    if (item) props.onAccept(item, { ctrl });
  };
  const menu = (): void => {
    const item = props.items[marked()];
    const box = document.getElementById(`${id}-${marked()}`)?.getBoundingClientRect();
    if (item && box) props.onMenu?.(item, { x: box.left + 24, y: box.bottom });
  };
  const keys: Record<string, (event: KeyboardEvent) => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    PageDown: () => page(mostRows - 1),
    PageUp: () => page(1 - mostRows),
    Enter: (event) => accept(marked(), event.ctrlKey),
    Escape: () => props.onClose(),
    // The list holds the focus until it is closed.
    Tab: (event) => move(event.shiftKey ? -1 : 1),
    ...(props.onMenu ? { ContextMenu: menu } : {}),
  };
  const press = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const act = event.key === "F10" && event.shiftKey ? keys["ContextMenu"] : keys[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  const row = (item: T, index: () => number): JSX.Element => (
    <div
      id={`${id}-${index()}`}
      role="option"
      class="quick-row"
      data-tip={tipOf(item)}
      style={{ height: `${rowHeight}px` }}
      aria-selected={index() === marked()}
      aria-setsize={props.items.length}
      aria-posinset={index() + 1}
      onMouseMove={() => setMarked(index())}
      onClick={(event) => accept(index(), event.ctrlKey)}
      onContextMenu={(event) => {
        if (!props.onMenu) return;
        event.preventDefault();
        setMarked(index());
        props.onMenu(item, { x: event.clientX, y: event.clientY });
      }}
    >
      <span class="quick-title">
        <Highlight text={item.title} positions={item.positions} />
      </span>
      <Show when={item.detail}>
        {(detail) => (
          <span class="quick-detail">
            <Highlight text={detail()} positions={item.detailPositions} />
          </span>
        )}
      </Show>
      <Show when={item.key}>{(key) => <kbd>{key()}</kbd>}</Show>
    </div>
  );
  return (
    <div class="quick" onKeyDown={press}>
      <input
        ref={input}
        class="quick-input field"
        type="text"
        role="combobox"
        aria-label={props.label}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={props.items.length > 0 ? `${id}-${marked()}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={props.placeholder}
        value={props.value}
        data-testid={props.inputTestId}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.items.length > 0} fallback={<p class="quick-empty">{props.empty}</p>}>
        <div class="quick-list" style={{ height: `${Math.min(mostRows, props.items.length) * rowHeight}px` }}>
          <VirtualRows
            items={props.items}
            rowHeight={rowHeight}
            row={row}
            reveal={marked()}
            attributes={{ id: `${id}-list`, role: "listbox", "aria-label": props.label }}
          />
        </div>
      </Show>
      <Show when={props.footer}>
        <p class="quick-footer">{props.footer}</p>
      </Show>
    </div>
  );
}
