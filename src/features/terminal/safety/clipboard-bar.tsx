/**
 * Asks whether a program may write to the clipboard, above its terminal.
 *
 * It takes no focus by itself: a program asks when it likes, also in the middle of a word, and what is typed then
 * answers nothing.
 */
import { createEffect, Show, type JSX } from "solid-js";
import type { ClipboardAnswer, ClipboardGate } from "./clipboard";

export interface ClipboardBarProps {
  gate: ClipboardGate;
  /** Gives keys back to the terminal. */
  focus: () => void;
  onFailure: (error: unknown) => void;
  /** Hands out what goes to the first answer, and nothing once there is no question. */
  onQuestion: (enter: (() => void) | undefined) => void;
}

export function ClipboardBar(props: ClipboardBarProps): JSX.Element {
  let first!: HTMLButtonElement;
  createEffect(() => props.onQuestion(props.gate.question() === undefined ? undefined : () => first.focus()));
  const answer = (id: ClipboardAnswer, event: Event): void => {
    // A press leaves the focus in the terminal; one who came here by keyboard goes back.
    const pressed = event.currentTarget as HTMLElement;
    if (pressed.contains(document.activeElement)) props.focus();
    props.gate.answer(id).catch(props.onFailure);
  };
  const button = (id: ClipboardAnswer, title: string, ref?: (button: HTMLButtonElement) => void) => (
    <button
      ref={ref}
      type="button"
      class="button"
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => answer(id, event)}
    >
      {title}
    </button>
  );
  return (
    <Show when={props.gate.question()}>
      {(text) => (
        <div
          class="clipboard-bar"
          data-testid="clipboard-bar"
          role="group"
          aria-label="Let a program write to the clipboard?"
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.preventDefault();
            answer("no", event);
          }}
        >
          <div class="clipboard-bar-text" role="status">
            <span>A program in this terminal wants to put this on the clipboard:</span>
            <code data-tip={text()}>{text()}</code>
          </div>
          {button("no", "Refuse", (element) => (first = element))}
          {button("once", "Allow Once")}
          {button("always", "Always in This Terminal")}
        </div>
      )}
    </Show>
  );
}
