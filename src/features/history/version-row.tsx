import { Show, type JSX } from "solid-js";
import Pin from "lucide-solid/icons/pin";
import type { HistoryVersion, WirePath } from "../../ipc/bindings";
import { reasonOf } from "./history-words";
import { clockTime, exactTime, relativeTime } from "../../ui/relative-time";

interface VersionRowProps {
  version: HistoryVersion;
  /** Where the file is now; another path is named. */
  path: WirePath;
  chosen: boolean;
  onChoose: () => void;
}

/** A version: when, why, and whether it is pinned. */
export function VersionRow(props: VersionRowProps): JSX.Element {
  const elsewhere = (): boolean => props.version.path.path !== props.path.path;
  return (
    <div
      id={`version-${props.version.id}`}
      class="history-row"
      classList={{ "history-row-aside": !props.version.onDisk }}
      role="option"
      aria-selected={props.chosen}
      data-tip={exactTime(props.version.at)}
      onClick={() => props.onChoose()}
    >
      <span class="history-when">
        {relativeTime(props.version.at, Date.now())}
        <span class="history-clock">{clockTime(props.version.at, Date.now())}</span>
        <Show when={props.version.pinned}>
          <Pin size={12} aria-label="pinned" />
        </Show>
      </span>
      <span class="history-why">{reasonOf(props.version)}</span>
      <Show when={elsewhere()}>
        <span class="history-where">{props.version.path.path}</span>
      </Show>
    </div>
  );
}
