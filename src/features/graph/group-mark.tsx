import { Show, type JSX } from "solid-js";
import { forms, tokens, type Group, type Shape } from "./shapes";

/** The form of a group, or of a part of it, in its colour, as the picture has it. */
export function GroupMark(props: { group: Group; shape?: Shape }): JSX.Element {
  const points = (): string =>
    forms[props.shape ?? props.group].map(([x, y]) => `${6 + x * 5.5},${6 + y * 5.5}`).join(" ");
  const colour = (): JSX.CSSProperties => ({ fill: `var(${tokens[props.group]})` });
  return (
    <svg class="graph-mark" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      <Show when={points() !== ""} fallback={<circle cx="6" cy="6" r="4.5" style={colour()} />}>
        <polygon points={points()} style={colour()} />
      </Show>
    </svg>
  );
}
