import { For, Show, type JSX } from "solid-js";
import type { SidebarView } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { shownSidebar } from "./sidebar-host";

/** The icons at the left: one for each view of the sidebar. */
export function Rail(props: { frame: Frame }): JSX.Element {
  const { places } = props.frame.workbench;
  const isShown = (view: SidebarView): boolean =>
    places.shown("sidebar") && shownSidebar(props.frame)?.id === view.id;
  const choose = (view: SidebarView): void => {
    if (isShown(view)) {
      places.show("sidebar", false);
      return;
    }
    places.setSidebarView(view.id);
    places.show("sidebar", true);
    view.focus?.();
  };
  const walk = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const now = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((now + by) % buttons.length)?.focus();
  };
  return (
    <nav class="rail" data-testid="rail" data-region="sidebar" aria-label="Views" onKeyDown={walk}>
      <For each={props.frame.sidebars()}>
        {(view) => (
          <button
            type="button"
            class="rail-button"
            aria-label={view.title}
            aria-pressed={isShown(view)}
            data-tip={view.title}
            data-tip-side="right"
            onClick={() => choose(view)}
          >
            <view.icon size={18} />
            <Show when={view.count?.()}>{(count) => <span class="rail-count">{count()}</span>}</Show>
          </button>
        )}
      </For>
    </nav>
  );
}
