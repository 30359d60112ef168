import { createMemo, For, onMount, Show, type JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";

/** The bar at the bottom; items with a lower order stand further out. */
export function StatusBar(props: { frame: Frame }): JSX.Element {
  let bar!: HTMLElement;
  const left = createMemo(() => props.frame.statusItems().filter(({ side }) => side === "left"));
  const right = createMemo(() =>
    props.frame
      .statusItems()
      .filter(({ side }) => side === "right")
      .reverse(),
  );
  onMount(() => props.frame.workbench.places.onFocus("status", () => bar.querySelector("button")?.focus()));
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const buttons = [...bar.querySelectorAll("button")];
    const now = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((now + by) % buttons.length)?.focus();
  };
  return (
    <footer
      ref={bar}
      class="status-bar"
      data-testid="status-bar"
      data-region="status"
      aria-label="Status"
      onKeyDown={walk}
    >
      <div class="status-left">
        <For each={left()}>{(item) => item.render()}</For>
        <Show when={props.frame.message()}>
          <span class="status-message" role="status">
            {props.frame.message()}
          </span>
        </Show>
      </div>
      <div class="status-right">
        <For each={right()}>{(item) => item.render()}</For>
      </div>
    </footer>
  );
}
