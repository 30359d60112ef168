import { createSignal, For, Show, type JSX } from "solid-js";
import { Portal } from "solid-js/web";
import { Menu, type MenuRow } from "./menu";

export interface ChoiceProps<T extends string | number> {
  options: readonly { value: T; title: string }[];
  value: T;
  onChoose: (value: T) => void;
  /** Its name, where no `label` element says it. */
  label?: string;
  id?: string;
  describedBy?: string;
  invalid?: boolean;
  testId?: string;
}

const opens = new Set(["ArrowDown", "ArrowUp", "Enter", " ", "F4"]);

/**
 * One of several, picked from a menu. It is a `select` to assistive software and to the letters that are typed;
 * only its list is the window's own, because the system's does not know the theme.
 */
export function Choice<T extends string | number>(props: ChoiceProps<T>): JSX.Element {
  const [place, setPlace] = createSignal<{ x: number; y: number }>();
  let field!: HTMLSelectElement;
  const open = (event: Event): void => {
    event.preventDefault();
    field.focus();
    const { left, bottom } = field.getBoundingClientRect();
    setPlace({ x: left, y: bottom + 2 });
  };
  const close = (): void => void setPlace(undefined);
  const rows = (): MenuRow[] =>
    props.options.map(({ value, title }) => ({
      id: String(value),
      title,
      enabled: true,
      checked: value === props.value,
      run: () => props.onChoose(value),
    }));
  const picked = (text: string): void => {
    const option = props.options.find(({ value }) => String(value) === text);
    if (option) props.onChoose(option.value);
  };
  return (
    <>
      <select
        ref={field}
        id={props.id}
        class="field"
        aria-label={props.label}
        aria-invalid={props.invalid}
        aria-describedby={props.describedBy}
        data-testid={props.testId}
        onMouseDown={(event) => {
          if (event.button === 0) open(event);
        }}
        onKeyDown={(event) => {
          if (opens.has(event.key)) open(event);
        }}
        onChange={(event) => picked(event.currentTarget.value)}
      >
        {/* Without it the first one would stand there as if it held. */}
        <Show when={props.options.every(({ value }) => value !== props.value)}>
          <option value="" selected hidden />
        </Show>
        <For each={props.options}>
          {(option) => (
            <option value={option.value} selected={option.value === props.value}>
              {option.title}
            </option>
          )}
        </For>
      </select>
      <Show when={place()} keyed>
        {(at) => (
          <Portal>
            <div class="menu-back" onPointerDown={close} />
            <Menu label={props.label ?? "Choices"} at={at} groups={[rows()]} onClose={close} />
          </Portal>
        )}
      </Show>
    </>
  );
}
