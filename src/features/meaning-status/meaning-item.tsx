import { Show, type JSX } from "solid-js";
import Brain from "lucide-solid/icons/brain";
import Pause from "lucide-solid/icons/pause";
import type { MeaningStatus } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import type { MenuEntry } from "../../kernel/menu/menus";
import { isBuilding, sidecarStatus } from "../sidecar-status";
import type { MeaningStore } from "./meaning-store";
import { meaningShare, meaningText, meaningTip } from "./meaning-words";

/** What can be done about how it is, beside its settings. */
function steps({ state, code, scope }: MeaningStatus): [command: string, title: string][] {
  const touched: [string, string] =
    scope === "touched"
      ? ["meaning.everything", "Look at All Files"]
      : ["meaning.touched", "Only What I Touch Today"];
  switch (state) {
    case "failed": {
      const ofSidecar: [string, string][] = [
        ["sidecar.restart", "Restart the Sidecar"],
        ["sidecar.log", "Show the Sidecar's Log"],
      ];
      return code === "sidecarUnavailable" ? ofSidecar : [];
    }
    case "off":
      return [];
    case "paused":
      return [["meaning.resume", "Resume"], touched];
    case "waiting":
    case "working":
    case "ready":
      return [["meaning.pause", "Pause"], touched];
  }
}

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
    const settings = {
      ...entry("settings.open", "Settings"),
      run: () => void frame.commands.run("settings.open", "embeddings."),
    };
    frame.menus.show({
      label: "Search by meaning",
      at: { x: box.left, y: box.top - 4 },
      above: true,
      groups: [said, [...steps(status).map(([id, title]) => entry(id, title)), settings]],
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
          <span class="status-text">{meaningText(status(), isBuilding(sidecarStatus(frame)))}</span>
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
