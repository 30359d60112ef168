import { For, Show, type JSX } from "solid-js";
import X from "lucide-solid/icons/x";
import type { Frame } from "../../kernel/frame";
import { visibleText } from "../../ui/visible-name";
import type { ShownNotice } from "../../kernel/notices";
import { createEdge } from "./notices-edge";

const words = { info: "Note", warn: "Warning", error: "Error" };

/** Toasts at the right of the centre, out of the way of what is typed. */
export function NoticesView(props: { frame: Frame }): JSX.Element {
  const { notices } = props.frame;
  let stack!: HTMLElement;
  const place = createEdge(
    () => stack,
    () => notices.shown().length > 0,
  );
  const press = (event: KeyboardEvent, notice: ShownNotice): void => {
    if (event.key !== "Escape" || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    notices.dismiss(notice.id);
  };
  const act = (notice: ShownNotice, run: () => void | Promise<void>): void => {
    notices.dismiss(notice.id);
    Promise.resolve()
      .then(run)
      .catch((fault: unknown) => props.frame.notify({ level: "error", message: String(fault) }));
  };
  return (
    <section
      ref={stack}
      class="notices"
      classList={{ "notices-top": place().edge === "top" }}
      style={{ "max-height": place().room === undefined ? undefined : `${place().room}px` }}
      aria-label="Notices"
    >
      <Show when={notices.shown().length > 1}>
        <button
          type="button"
          class="button notices-clear"
          data-testid="notices-clear"
          data-tip="Dismiss all notices"
          data-tip-command="notices.clear"
          onClick={() => notices.clear()}
        >
          Dismiss All
        </button>
      </Show>
      <For each={notices.shown()}>
        {(notice) => (
          <div
            class={`notice notice-${notice.level}`}
            role={notice.level === "error" ? "alert" : "status"}
            data-testid="notice"
            data-level={notice.level}
            onKeyDown={(event) => press(event, notice)}
            onPointerEnter={() => notices.hold(notice.id, true)}
            onPointerLeave={() => notices.hold(notice.id, false)}
            onFocusIn={() => notices.hold(notice.id, true)}
            onFocusOut={() => notices.hold(notice.id, false)}
          >
            <span class="notice-level">{words[notice.level]}</span>
            <div class="notice-body">
              <p class="notice-message">
                {visibleText(notice.message)}
                <Show when={notice.count > 1}>
                  <span class="notice-count"> ({notice.count} times)</span>
                </Show>
              </p>
              <Show when={notice.hint}>
                <p class="notice-hint">{visibleText(notice.hint ?? "")}</p>
              </Show>
              <Show when={notice.actions?.length}>
                <div class="notice-actions">
                  <For each={notice.actions}>
                    {(action) => (
                      <button type="button" class="button" onClick={() => act(notice, action.run)}>
                        {action.title}
                      </button>
                    )}
                  </For>
                </div>
              </Show>
            </div>
            <button
              type="button"
              class="icon-button"
              aria-label="Dismiss"
              data-tip="Dismiss"
              onClick={() => notices.dismiss(notice.id)}
            >
              <X size={14} aria-hidden="true" />
            </button>
          </div>
        )}
      </For>
    </section>
  );
}
