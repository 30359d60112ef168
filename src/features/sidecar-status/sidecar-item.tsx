import { Show, type JSX } from "solid-js";
import type { SidecarStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import type { MenuEntry } from "../../kernel/menu/menus";
import { describe, stateText } from "./sidecar-notice";

/** A dot, the name, and a word whenever the sidecar is not ready. */
export function SidecarItem(props: { frame: Frame; status: () => SidecarStatus }): JSX.Element {
  const { frame } = props;
  const entry = (id: string, title: string): MenuEntry => ({
    id,
    title,
    key: frame.commands.keyOf(id),
    enabled: frame.registry.runnable(id),
    run: () => void frame.commands.run(id),
  });
  const said = (id: string, title: string | null): MenuEntry[] =>
    title === null ? [] : [{ id, title, key: undefined, enabled: false }];
  const open = (event: MouseEvent & { currentTarget: HTMLElement }): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const status = props.status();
    frame.menus.show({
      label: "Sidecar",
      at: { x: box.right, y: box.top - 4 },
      above: true,
      groups: [
        [
          ...said("state", `${stateText(status)}${status.engine === null ? "" : ` · ${status.engine}`}`),
          ...said("reason", status.reason),
          ...said("hint", status.hint),
        ],
        [entry("sidecar.restart", "Restart"), entry("sidecar.log", "Show Log")],
      ],
    });
  };
  return (
    <button
      type="button"
      class="status-item"
      data-tip={describe(props.status())}
      aria-haspopup="menu"
      data-testid="status-sidecar"
      data-state={props.status().state}
      onClick={open}
    >
      <span class={`status-dot sidecar-${props.status().state}`} aria-hidden="true" />
      <span class="status-text">Sidecar</span>
      <Show when={props.status().state !== "ready"} fallback={<span class="hidden-text">Ready</span>}>
        <span class="status-text">{stateText(props.status())}</span>
      </Show>
    </button>
  );
}
