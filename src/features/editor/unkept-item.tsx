import { Show, type Accessor } from "solid-js";
import type { ApiError } from "../../ipc/bindings";
import type { StatusItem } from "../../kernel/app";

/** What the status bar says while unsaved text is in memory only. */
export function unkeptItem(unkept: Accessor<ApiError | null>): StatusItem {
  return {
    id: "editor.unkept",
    side: "left",
    order: 5,
    render: () => (
      <Show when={unkept()}>
        {(fault) => (
          <span class="status-warn" data-testid="status-unkept" role="status" data-tip={fault().message}>
            Unsaved text is not kept
          </span>
        )}
      </Show>
    ),
  };
}
