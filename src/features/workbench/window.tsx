import { onCleanup, onMount, Show, type JSX } from "solid-js";
import { DialogsView } from "../../kernel/dialogs-view";
import type { Region } from "../../kernel/dock/places";
import type { Frame } from "../../kernel/frame";
import { MenusView } from "../../kernel/menu/menus-view";
import { Sash } from "../../ui/sash";
import { Tooltips } from "../../ui/tooltips";
import { NoticesView } from "./notices-view";
import { Rail } from "./rail";
import { SidebarHost } from "./sidebar-host";
import { StatusBar } from "./status-bar";
import type { Switcher } from "./switcher";
import { SwitcherView } from "./switcher-view";
import { TopBar } from "./top-bar";
import { TrustBar } from "./trust-bar";

/** The whole window. */
export function WindowView(props: { frame: Frame; switcher: Switcher }): JSX.Element {
  const { frame, switcher } = props;
  const { places } = frame.workbench;
  let bottom!: HTMLDivElement;
  let right!: HTMLElement;
  onMount(() => {
    const center = frame.workbench.element("center");
    center.tabIndex = -1;
    places.onFocus("center", () => center.focus());
    places.onFocus("bottom", () => bottom.focus());
    places.onFocus("right", () => right.focus());
    document.addEventListener("focusin", entered);
    onCleanup(() => document.removeEventListener("focusin", entered));
  });
  // The palette and dialogs stand beside the window, and the focus may go there too.
  const entered = (event: FocusEvent): void => {
    const target = event.target as HTMLElement;
    const region = target.closest<HTMLElement>("[data-region]")?.dataset["region"];
    if (region) places.enter(region as Region);
    const isField = target.matches("input, textarea") && !target.closest(".cm-editor, .xterm");
    frame.contexts.set("inputFocus", isField);
    frame.contexts.set("backFocus", region === "top" || region === "status");
  };
  return (
    <div class="window">
      <TopBar frame={frame} />
      <TrustBar frame={frame} />
      <div class="window-main">
        <Show when={frame.sidebars().length > 0}>
          <Rail frame={frame} />
        </Show>
        <Show when={frame.sidebars().length > 0 && places.shown("sidebar")}>
          <SidebarHost frame={frame} />
          <Sash
            label="Width of the sidebar"
            vertical
            size={places.sidebarWidth()}
            least={160}
            most={800}
            usual={248}
            onSize={places.setSidebarWidth}
          />
        </Show>
        <div class="window-center">
          <div class="center-area">
            <main class="center-host" data-region="center" aria-label="Editors">
              {frame.workbench.element("center")}
            </main>
            <NoticesView frame={frame} />
          </div>
          <div class="bottom-place" classList={{ "bottom-hidden": !places.shown("bottom") }}>
            <Sash
              label="Height of the bottom"
              size={places.bottomHeight()}
              least={80}
              most={2_000}
              usual={250}
              reverse
              onSize={places.setBottomHeight}
            />
            <div
              ref={bottom}
              class="bottom-host"
              data-region="bottom"
              role="region"
              tabIndex={-1}
              aria-label="Terminals and log"
              style={{ height: `${places.bottomHeight()}px` }}
            >
              {frame.workbench.element("bottom")}
            </div>
          </div>
        </div>
        <div class="right-place" classList={{ "right-hidden": !places.shown("right") }}>
          <Sash
            label="Width of the right"
            vertical
            size={places.rightWidth()}
            least={200}
            most={800}
            usual={320}
            reverse
            onSize={places.setRightWidth}
          />
          <aside
            ref={right}
            class="right-host"
            data-testid="right"
            data-region="right"
            tabIndex={-1}
            aria-label="Context and outline"
            style={{ width: `${places.rightWidth()}px` }}
          >
            {frame.workbench.element("right")}
          </aside>
        </div>
      </div>
      <StatusBar frame={frame} />
      <DialogsView dialogs={frame.dialogs} />
      <SwitcherView switcher={switcher} />
      <MenusView menus={frame.menus} />
      <Tooltips keyOf={frame.commands.keyOf} />
    </div>
  );
}
