import type { JSX } from "solid-js";

export interface ToggleProps {
  title: string;
  /** By which tests find it. */
  name?: string;
  on: boolean;
  onToggle: (on: boolean) => void;
  children: JSX.Element;
}

/** A small button that is on or off. */
export function Toggle(props: ToggleProps): JSX.Element {
  return (
    <button
      type="button"
      class="toggle"
      aria-label={props.title}
      aria-pressed={props.on}
      data-tip={props.title}
      data-testid={props.name}
      onClick={() => props.onToggle(!props.on)}
    >
      {props.children}
    </button>
  );
}
