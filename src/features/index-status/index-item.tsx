import { Show, type JSX } from "solid-js";
import Database from "lucide-solid/icons/database";
import Pause from "lucide-solid/icons/pause";
import type { App } from "../../kernel/app";
import type { IndexStore } from "./index-store";
import { indexText, indexTip, share } from "./index-words";

/** How far the index is; a click pauses it or lets it go on. */
export function IndexItem(props: { app: App; store: IndexStore }): JSX.Element {
  return (
    <Show when={props.store.status()}>
      {(status) => (
        <button
          type="button"
          class="status-item"
          classList={{ "status-warn": status().state === "stopped" }}
          data-tip={indexTip(status())}
          data-testid="status-index"
          data-state={status().state}
          onClick={() => void props.app.commands.run("index.next")}
        >
          <Show when={status().state === "paused"} fallback={<Database size={12} aria-hidden="true" />}>
            <Pause size={12} aria-hidden="true" />
          </Show>
          <span class="status-text">{indexText(status())}</span>
          <Show when={status().state === "building" && status().total > 0}>
            <span class="index-bar" aria-hidden="true">
              <span style={{ width: `${Math.round(share(status()) * 100)}%` }} />
            </span>
          </Show>
        </button>
      )}
    </Show>
  );
}
