import { For, onMount, Show, type JSX } from "solid-js";
import SettingsIcon from "lucide-solid/icons/settings";
import type { Frame } from "../../kernel/frame";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { menuBar } from "./menu-bar";

/** The bar on top: the menu, the workspace and its profile, the palette's field, the settings. */
export function TopBar(props: { frame: Frame }): JSX.Element {
  const { frame } = props;
  const run = (id: string) => (): void => void frame.commands.run(id);
  const key = (id: string): string => frame.commands.keyOf(id) ?? "";
  let field!: HTMLButtonElement;
  let mark!: HTMLButtonElement;
  onMount(() => frame.workbench.places.onFocus("top", () => field.focus()));
  const openMenu = (): void => {
    const box = mark.getBoundingClientRect();
    frame.menus.show({ label: "Menu", at: { x: box.left, y: box.bottom + 2 }, groups: menuBar(frame) });
  };
  frame.commands.register([{ id: "view.menu", title: "View: Open Menu", run: openMenu }]);
  return (
    <header class="top-bar" data-testid="top-bar" data-region="top">
      <div class="top-left">
        <button
          ref={mark}
          type="button"
          class="top-mark"
          aria-label="Menu"
          aria-haspopup="menu"
          data-tip="Menu"
          data-tip-command="view.menu"
          onClick={openMenu}
        >
          <span class="mark" aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
          Tenon
        </button>
        <Show when={frame.workspace()}>
          {(workspace) => (
            <span class="top-place">
              <button
                type="button"
                class="top-text"
                data-tip={visiblePath(workspace().root)}
                data-tip-command="workspace.recent"
                onClick={run("workspace.recent")}
              >
                {visibleName(workspace().name)}
              </button>
              <span aria-hidden="true">·</span>
              <button
                type="button"
                class="top-text"
                data-tip="Profile: where history and settings of this folder are kept"
                aria-label={`Profile ${workspace().profile.name}`}
                data-testid="top-profile"
                onClick={run("profile.pick")}
              >
                {workspace().profile.name}
              </button>
            </span>
          )}
        </Show>
      </div>
      <button ref={field} type="button" class="top-palette" onClick={run("palette.files")}>
        <span class="top-palette-text">Search files, symbols, text, commands…</span>
        <kbd>{key("palette.files").replaceAll("+", " ")}</kbd>
      </button>
      <div class="top-right">
        <For each={frame.topItems()}>{(item) => item()}</For>
        <button
          type="button"
          class="icon-button"
          aria-label="Settings"
          data-tip="Settings"
          data-tip-command="settings.open"
          onClick={run("settings.open")}
        >
          <SettingsIcon size={16} aria-hidden="true" />
        </button>
      </div>
    </header>
  );
}
