import { For, type JSX } from "solid-js";
import Plus from "lucide-solid/icons/plus";
import type { TaskColumn } from "../../ipc/bindings";
import { visibleText } from "../../ui/visible-name";
import { HEADS } from "./board-layout";

export interface BoardHeadsProps {
  columns: TaskColumn[];
  /** How many tasks are shown of each. */
  counts: number[];
  onNew: (status: string) => void;
}

/** The heads of the columns, which stay in place while the cards scroll. */
export function BoardHeads(props: BoardHeadsProps): JSX.Element {
  return (
    <div class="board-heads" style={{ height: `${HEADS}px`, "--columns": props.columns.length }}>
      <For each={props.columns}>
        {(column, at) => (
          <div class="board-head">
            <span class="board-head-name">{visibleText(column.status)}</span>
            <span class="task-count">{props.counts[at()]}</span>
            <button
              type="button"
              class="icon-button board-head-new"
              tabIndex={-1}
              aria-label={`New Task in ${visibleText(column.status)}`}
              data-tip={`New task in ${visibleText(column.status)}`}
              onClick={() => props.onNew(column.status)}
            >
              <Plus size={14} aria-hidden="true" />
            </button>
          </div>
        )}
      </For>
    </div>
  );
}
