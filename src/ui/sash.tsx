import type { JSX } from "solid-js";

export interface SashProps {
  label: string;
  /** The line stands upright and moves sideways. */
  vertical?: boolean;
  /** What it sizes stands behind it. */
  reverse?: boolean;
  size: number;
  least: number;
  most: number;
  /** What a double click goes back to. */
  usual: number;
  onSize: (size: number) => void;
}

/** A line between two places that is dragged, or moved with the arrows. */
export function Sash(props: SashProps): JSX.Element {
  const drag = (start: PointerEvent & { currentTarget: HTMLElement }): void => {
    if (start.button !== 0) return;
    const line = start.currentTarget;
    const from = props.size;
    const at = (event: PointerEvent): number => (props.vertical ? event.clientX : event.clientY);
    const origin = at(start);
    line.setPointerCapture(start.pointerId);
    const move = (event: PointerEvent): void => {
      const by = at(event) - origin;
      props.onSize(from + (props.reverse ? -by : by));
    };
    const end = (): void => {
      line.removeEventListener("pointermove", move);
      line.removeEventListener("pointerup", end);
      line.removeEventListener("pointercancel", end);
    };
    line.addEventListener("pointermove", move);
    line.addEventListener("pointerup", end);
    line.addEventListener("pointercancel", end);
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -16, ArrowRight: 16, ArrowUp: -16, ArrowDown: 16 }[event.key];
    if (step === undefined || event.key.includes("Up") === props.vertical) return;
    event.preventDefault();
    props.onSize(props.size + (props.reverse ? -step : step));
  };
  return (
    <div
      class="sash"
      classList={{ "sash-vertical": props.vertical === true }}
      role="separator"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation={props.vertical ? "vertical" : "horizontal"}
      aria-valuenow={Math.round(props.size)}
      aria-valuemin={props.least}
      aria-valuemax={props.most}
      onPointerDown={drag}
      onDblClick={() => props.onSize(props.usual)}
      onKeyDown={press}
    />
  );
}
