import { For, type JSX } from "solid-js";
import type { TaskInfo } from "../../ipc/bindings";
import { visibleText } from "../../ui/visible-name";
import type { TaskActions } from "./task-actions";
import { taskName } from "./task-rows";

/** The tasks that are begun, below the files: what one is at. */
export function InProgress(props: { tasks: TaskInfo[]; actions: TaskActions }): JSX.Element {
  return (
    <ul class="in-progress" data-testid="in-progress">
      <For each={props.tasks}>
        {(task) => (
          <li>
            <button
              type="button"
              data-tip={`${visibleText(taskName(task))}\n${visibleText(task.status)}`}
              onClick={() => void props.actions.open(task.path, { preview: true })}
              onDblClick={() => void props.actions.open(task.path)}
            >
              {visibleText(taskName(task))}
            </button>
          </li>
        )}
      </For>
    </ul>
  );
}
