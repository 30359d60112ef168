import { Show, type JSX } from "solid-js";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { Highlight } from "../../ui/highlight";
import { visible } from "../../ui/visible-name";
import type { OutlineRow } from "./outline-rows";

export interface OutlineRowProps {
  row: OutlineRow;
  id: string;
  chosen: boolean;
  /** Whether the cursor of the editor stands in it. */
  here: boolean;
  closed: boolean;
  onOpen: () => void;
  onFold: () => void;
}

/** A symbol, further in for what it stands in, with what it is. */
export function OutlineRowView(props: OutlineRowProps): JSX.Element {
  const name = () => visible(props.row.symbol.name, props.row.positions);
  return (
    <div
      id={props.id}
      class="outline-row"
      classList={{ chosen: props.chosen, here: props.here }}
      style={{ "padding-left": `${8 + Math.min(12, props.row.level - 1) * 12}px` }}
      role="treeitem"
      aria-level={props.row.level}
      aria-selected={props.chosen}
      aria-current={props.here ? "location" : undefined}
      aria-expanded={props.row.holds ? !props.closed : undefined}
      aria-label={`${name().text}, ${props.row.symbol.kind}, line ${props.row.symbol.line}`}
      data-tip={props.row.symbol.signature || name().text}
      onClick={() => props.onOpen()}
    >
      <span
        class="outline-fold"
        aria-hidden="true"
        onClick={(event) => {
          if (!props.row.holds) return;
          event.stopPropagation();
          props.onFold();
        }}
      >
        <Show when={props.row.holds}>
          <Show when={props.closed} fallback={<ChevronDown size={14} />}>
            <ChevronRight size={14} />
          </Show>
        </Show>
      </span>
      <span class="outline-name">
        <Highlight text={name().text} positions={name().positions} />
      </span>
      <span class="outline-kind">{props.row.symbol.kind}</span>
    </div>
  );
}
