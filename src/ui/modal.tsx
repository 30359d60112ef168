import { createUniqueId, onCleanup, onMount, type JSX } from "solid-js";
import { focusable, trapFocus } from "./focus-trap";

export interface ModalProps {
  title: string;
  /** What Esc and a click outside do. */
  onClose: () => void;
  /** Drawn where the palette stands, without a heading. */
  plain?: boolean;
  testId?: string;
  children: JSX.Element;
}

/** Something in front of the page that keeps the focus until it is answered, and then gives it back. */
export function Modal(props: ModalProps): JSX.Element {
  const id = createUniqueId();
  const before = document.activeElement;
  let frame!: HTMLDivElement;
  onMount(() => {
    const trap = trapFocus(frame, before, () => props.onClose());
    onCleanup(trap.release);
  });
  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      props.onClose();
    }
    if (event.key !== "Tab") return;
    const all = [...frame.querySelectorAll<HTMLElement>(focusable)].filter(
      (element) => element.tabIndex >= 0,
    );
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  };
  return (
    <div
      class="modal-back"
      classList={{ "modal-back-plain": props.plain === true }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) {
          event.preventDefault();
          props.onClose();
        }
      }}
    >
      <div
        ref={frame}
        class={props.plain ? "palette" : "dialog"}
        role="dialog"
        aria-modal="true"
        aria-label={props.plain ? props.title : undefined}
        aria-labelledby={props.plain ? undefined : id}
        data-testid={props.testId}
        onKeyDown={press}
      >
        {props.plain ? null : (
          <h2 id={id} class="dialog-title">
            {props.title}
          </h2>
        )}
        {props.children}
      </div>
    </div>
  );
}
