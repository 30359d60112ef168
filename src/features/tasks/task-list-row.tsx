import { Show, type JSX } from "solid-js";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import { visibleText } from "../../ui/visible-name";
import type { Row } from "./task-rows";
import { dueOf, fullName, waitsFor } from "./task-words";

export interface RowProps {
  row: Row;
  id: string;
  chosen: boolean;
  closed: boolean;
  onClick: () => void;
  /** Takes the status that git suggests. */
  onSuggested: (status: string) => void;
  onMenu: (event: MouseEvent) => void;
}

/** A group, or a task with what matters of it. */
export function TaskListRow(props: RowProps): JSX.Element {
  const task = () => (props.row.type === "task" ? props.row.task : undefined);
  const group = () => (props.row.type === "group" ? props.row : undefined);
  const due = () => {
    const now = task();
    return now && now.due !== null && !now.done ? dueOf(now.due, Date.now()) : undefined;
  };
  return (
    <div
      id={props.id}
      class="task-row"
      classList={{ chosen: props.chosen, "task-row-done": task()?.done ?? false }}
      role="treeitem"
      aria-level={group() ? 1 : 2}
      aria-selected={props.chosen}
      aria-expanded={group() ? !props.closed : undefined}
      aria-label={labelOf(props.row)}
      onClick={() => props.onClick()}
      onContextMenu={(event) => props.onMenu(event)}
    >
      <Show when={group()}>
        {(head) => (
          <>
            <Show when={props.closed} fallback={<ChevronDown size={14} aria-hidden="true" />}>
              <ChevronRight size={14} aria-hidden="true" />
            </Show>
            <span class="task-group">{visibleText(head().name)}</span>
            <span class="task-count">{head().count}</span>
          </>
        )}
      </Show>
      <Show when={task()}>
        {(at) => (
          <>
            <span class="task-id">{at().id}</span>
            <span class="task-title">{visibleText(at().title)}</span>
            <Show when={waitsFor(at())}>{(why) => <span class="task-waits">{why()}</span>}</Show>
            <Show when={at().suggestedStatus}>
              {(status) => (
                <button
                  type="button"
                  class="task-suggested"
                  tabIndex={-1}
                  data-tip={visibleText(at().suggestionReason ?? "")}
                  onClick={(event) => {
                    event.stopPropagation();
                    props.onSuggested(status());
                  }}
                >
                  {visibleText(status())}?
                </button>
              )}
            </Show>
            <Show when={due()}>
              {(day) => (
                <span class="task-due" classList={{ late: day().late }} data-tip={day().exact}>
                  {day().text}
                </span>
              )}
            </Show>
          </>
        )}
      </Show>
    </div>
  );
}

function labelOf(row: Row): string {
  if (row.type === "task") return fullName(row.task, Date.now());
  return `${row.name}, ${row.count}`;
}
