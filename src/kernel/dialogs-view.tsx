import {
  createMemo,
  createSignal,
  createUniqueId,
  For,
  Match,
  onMount,
  Show,
  Switch,
  type JSX,
} from "solid-js";
import { Modal } from "../ui/modal";
import { visibleText } from "../ui/visible-name";
import type { Asked, DialogQueue } from "./dialogs";
import { PickDialog } from "./pick-dialog";

type Of<T extends Asked["type"]> = Extract<Asked, { type: T }>;

/** Draws what is asked now. */
export function DialogsView(props: { dialogs: DialogQueue }): JSX.Element {
  const of = <T extends Asked["type"]>(type: T) =>
    createMemo(() => {
      const asked = props.dialogs.asked();
      return asked?.type === type ? (asked as Of<T>) : undefined;
    });
  const ask = of("ask");
  const input = of("input");
  const pick = of("pick");
  return (
    <Switch>
      <Match when={ask()} keyed>
        {(asked) => <AskDialog asked={asked} />}
      </Match>
      <Match when={input()} keyed>
        {(asked) => <InputDialog asked={asked} />}
      </Match>
      <Match when={pick()} keyed>
        {(asked) => <PickDialog asked={asked} />}
      </Match>
    </Switch>
  );
}

function AskDialog(props: { asked: Of<"ask"> }): JSX.Element {
  const question = (): Of<"ask">["question"] => props.asked.question;
  const walk = (event: KeyboardEvent & { currentTarget: HTMLElement }): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    const buttons = [...event.currentTarget.querySelectorAll("button")];
    const now = buttons.findIndex((button) => button === document.activeElement);
    buttons.at((now + by) % buttons.length)?.focus();
  };
  return (
    <Modal
      title={visibleText(question().title)}
      testId="dialog"
      onClose={() => props.asked.answer(question().cancel)}
    >
      <p class="dialog-text">{visibleText(question().message)}</p>
      <Show when={question().list}>
        {(list) => (
          <ul class="dialog-list">
            <For each={list()}>{(line) => <li>{visibleText(line)}</li>}</For>
          </ul>
        )}
      </Show>
      <div class="dialog-actions" onKeyDown={walk}>
        <For each={question().answers}>
          {(answer, index) => (
            <button
              type="button"
              class="button"
              classList={{
                "button-main": index() === 0 && !answer.danger,
                "button-danger": answer.danger === true,
              }}
              data-autofocus={index() === 0 ? "" : undefined}
              data-answer={answer.id}
              onClick={() => props.asked.answer(answer.id)}
            >
              {answer.title}
            </button>
          )}
        </For>
      </div>
    </Modal>
  );
}

function InputDialog(props: { asked: Of<"input"> }): JSX.Element {
  const options = (): Of<"input">["options"] => props.asked.options;
  const faultId = createUniqueId();
  const [text, setText] = createSignal(props.asked.options.value ?? "");
  const [touched, setTouched] = createSignal(false);
  const fault = (): string | undefined => options().validate?.(text());
  let field!: HTMLInputElement;
  onMount(() => {
    field.focus();
    const [from, to] = options().select ?? [0, field.value.length];
    field.setSelectionRange(from, to);
  });
  const accept = (event: Event): void => {
    event.preventDefault();
    setTouched(true);
    if (fault() === undefined) props.asked.answer(text());
  };
  return (
    <Modal title={visibleText(options().title)} testId="dialog" onClose={() => props.asked.answer(undefined)}>
      <form onSubmit={accept}>
        <input
          ref={field}
          class="field dialog-field"
          type="text"
          aria-label={options().title}
          aria-invalid={touched() && fault() !== undefined}
          aria-describedby={faultId}
          autocomplete="off"
          spellcheck={false}
          placeholder={options().placeholder}
          value={text()}
          data-testid="dialog-input"
          onInput={(event) => {
            setTouched(true);
            setText(event.currentTarget.value);
          }}
        />
        <p id={faultId} class="dialog-fault" aria-live="polite">
          <Show when={touched()}>{fault()}</Show>
        </p>
        <div class="dialog-actions">
          <button type="submit" class="button button-main" disabled={touched() && fault() !== undefined}>
            OK
          </button>
          <button type="button" class="button" onClick={() => props.asked.answer(undefined)}>
            Cancel
          </button>
        </div>
      </form>
    </Modal>
  );
}
