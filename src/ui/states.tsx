/** The states that a panel has besides its contents: empty, loading and failed. */
import { createSignal, For, onCleanup, Show, type JSX } from "solid-js";
import { visibleText } from "./visible-name";

export interface StateAction {
  title: string;
  key?: string | undefined;
  run: () => void;
}

export interface EmptyStateProps {
  /** What the place is for. */
  title: string;
  detail?: string;
  actions?: StateAction[];
}

/** Says what a place is for and offers the first action. */
export function EmptyState(props: EmptyStateProps): JSX.Element {
  return (
    <div class="state">
      <p class="state-title">{props.title}</p>
      <Show when={props.detail}>
        <p class="state-detail">{props.detail}</p>
      </Show>
      <Actions actions={props.actions ?? []} />
    </div>
  );
}

export interface FailedStateProps {
  title: string;
  /** Its message says what happened and what was kept, its hint what to do. */
  fault: unknown;
  actions?: StateAction[];
}

/** Says what happened and what to do. */
export function FailedState(props: FailedStateProps): JSX.Element {
  const part = (name: "message" | "hint"): string | undefined => {
    const { fault } = props;
    if (typeof fault !== "object" || fault === null || !(name in fault)) return undefined;
    const text: unknown = (fault as Record<string, unknown>)[name];
    return typeof text === "string" ? text : undefined;
  };
  return (
    <div class="state state-failed" role="alert">
      <p class="state-title">{visibleText(props.title)}</p>
      <p class="state-detail">{visibleText(part("message") ?? String(props.fault))}</p>
      <Show when={part("hint")}>{(hint) => <p class="state-detail">{visibleText(hint())}</p>}</Show>
      <Actions actions={props.actions ?? []} />
    </div>
  );
}

function Actions(props: { actions: StateAction[] }): JSX.Element {
  return (
    <div class="state-actions">
      <For each={props.actions}>
        {(action) => (
          <button type="button" class="button" onClick={() => action.run()}>
            {action.title}
            <Show when={action.key}>{(key) => <kbd>{key()}</kbd>}</Show>
          </button>
        )}
      </For>
    </div>
  );
}

/** Grey lines in the place of what is on its way; nothing for the first 150 ms, which feel immediate. */
export function LoadingState(props: { label: string; lines?: number }): JSX.Element {
  const [late, setLate] = createSignal(false);
  const timer = setTimeout(() => setLate(true), 150);
  onCleanup(() => clearTimeout(timer));
  return (
    <div class="skeleton" role="status" aria-label={props.label}>
      <Show when={late()}>
        <For each={Array.from({ length: props.lines ?? 5 }, (_, index) => index)}>
          {(index) => <div class="skeleton-line" style={{ width: `${[72, 54, 86, 40, 63][index % 5]}%` }} />}
        </For>
      </Show>
    </div>
  );
}
