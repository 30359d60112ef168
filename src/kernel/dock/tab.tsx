import { Show, type JSX } from "solid-js";
import X from "lucide-solid/icons/x";
import type { PanelRecord } from "./panel-record";

export interface TabProps {
  panel: PanelRecord;
  onMenu: (at: { x: number; y: number }) => void;
}

/**
 * What stands in a tab: the title, in italics while it is a preview and struck through when its file is gone, and
 * a dot while there is unsaved text.
 */
export function Tab(props: TabProps): JSX.Element {
  const close = (event: Event): void => {
    event.stopPropagation();
    void props.panel.close();
  };
  return (
    <div
      class="tab"
      classList={{
        "tab-preview": props.panel.preview(),
        "tab-dirty": props.panel.dirty(),
        "tab-gone": props.panel.gone(),
      }}
      data-panel-id={props.panel.id}
      data-panel-kind={props.panel.kind}
      data-dirty={props.panel.dirty() ? "true" : undefined}
      data-preview={props.panel.preview() ? "true" : undefined}
      data-tip={props.panel.tooltip() ?? props.panel.title()}
      onMouseDown={(event) => {
        // Otherwise the middle button starts to scroll.
        if (event.button === 1) event.preventDefault();
      }}
      onAuxClick={(event) => {
        if (event.button === 1) close(event);
      }}
      onDblClick={() => props.panel.setPreview(false)}
      onContextMenu={(event) => {
        event.preventDefault();
        event.stopPropagation();
        props.onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <span class="tab-title">{props.panel.title()}</span>
      <Show when={props.panel.gone()}>
        <span class="tab-detail">deleted</span>
      </Show>
      <Show when={props.panel.detail()}>{(detail) => <span class="tab-detail">{detail()}</span>}</Show>
      <Show when={props.panel.dirty()}>
        <span class="tab-dot" role="img" aria-label="not saved">
          ●
        </span>
      </Show>
      <Show when={!props.panel.of.fixed}>
        <button
          class="tab-close"
          type="button"
          tabIndex={-1}
          aria-label={`Close ${props.panel.title()}`}
          data-tip="Close"
          data-tip-command="view.close"
          onPointerDown={(event) => event.stopPropagation()}
          onClick={close}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </Show>
    </div>
  );
}
