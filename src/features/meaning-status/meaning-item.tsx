import { Show, type JSX } from "solid-js";
import Brain from "lucide-solid/icons/brain";
import Pause from "lucide-solid/icons/pause";
import type { MeaningStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import type { MenuEntry } from "../../kernel/menu/menus";
import type { MeaningStore } from "./meaning-store";
import { meaningShare, meaningText, meaningTip } from "./meaning-words";

/** How far the search by meaning is; a click opens what can be done about it. */
export function MeaningItem(props: { frame: Frame; store: MeaningStore }): JSX.Element {
  const { frame, store } = props;
  const entry = (id: string, title: string): MenuEntry => ({
    id,
    title,
    key: frame.commands.keyOf(id),
    enabled: frame.registry.runnable(id),
    run: () => void frame.commands.run(id),
  });
  const open = (event: MouseEvent & { currentTarget: HTMLElement }, status: MeaningStatus): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const lines = meaningTip(status).split("\n");
    const said = lines.map((title, at) => ({ id: `said-${at}`, title, key: undefined, enabled: false }));
    const paused = status.state === "paused";
    const touched = status.scope === "touched";
    frame.menus.show({
      label: "Search by meaning",
      at: { x: box.left, y: box.top - 4 },
      above: true,
      groups: [
        said,
        [
          paused ? entry("meaning.resume", "Resume") : entry("meaning.pause", "Pause"),
          touched
            ? entry("meaning.everything", "Look at All Files")
            : entry("meaning.touched", "Only What I Touch Today"),
          {
            ...entry("settings.open", "Settings"),
            run: () => void frame.commands.run("settings.open", "embeddings."),
          },
        ],
      ],
    });
  };
  return (
    <Show when={store.status()}>
      {(status) => (
        <button
          type="button"
          class="status-item"
          classList={{ "status-warn": status().state === "failed" }}
          aria-haspopup="menu"
          data-tip={meaningTip(status())}
          data-testid="status-meaning"
          data-state={status().state}
          onClick={(event) => open(event, status())}
        >
          <Show when={status().state === "paused"} fallback={<Brain size={12} aria-hidden="true" />}>
            <Pause size={12} aria-hidden="true" />
          </Show>
          {meaningText(status())}
          <Show when={status().state === "working" && status().total > 0}>
            <span class="index-bar" aria-hidden="true">
              <span style={{ width: `${Math.round(meaningShare(status()) * 100)}%` }} />
            </span>
          </Show>
        </button>
      )}
    </Show>
  );
}
