import { For, Show, type JSX } from "solid-js";
import type { Switcher } from "./switcher";

export function SwitcherView(props: { switcher: Switcher }): JSX.Element {
  return (
    <Show when={props.switcher.shown().length > 0}>
      <div class="palette switcher" role="listbox" aria-label="Open panels" data-testid="switcher">
        <For each={props.switcher.shown()}>
          {(panel, index) => (
            <div class="quick-row" role="option" aria-selected={index() === props.switcher.marked()}>
              <span class="quick-title">{panel.title()}</span>
              <span class="quick-detail">{panel.tooltip()}</span>
            </div>
          )}
        </For>
      </div>
    </Show>
  );
}
