import { Show, type JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { Menu } from "../../ui/menu";
import type { Menus } from "./menus";

/** Draws the open menu; a press outside of it closes it. */
export function MenusView(props: { menus: Menus }): JSX.Element {
  return (
    <Show when={props.menus.open()} keyed>
      {(menu) => (
        <Portal>
          <div
            class="menu-back"
            onPointerDown={() => props.menus.close()}
            onContextMenu={(event) => {
              event.preventDefault();
              props.menus.close();
            }}
          />
          <Menu
            label={menu.label}
            at={menu.at}
            above={menu.above === true}
            groups={menu.groups}
            onClose={() => props.menus.close()}
          />
        </Portal>
      )}
    </Show>
  );
}
