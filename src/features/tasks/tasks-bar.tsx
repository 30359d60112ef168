import { Show, type JSX } from "solid-js";
import Plus from "lucide-solid/icons/plus";
import SquareKanban from "lucide-solid/icons/square-kanban";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { App } from "../../kernel/app";
import { Choice } from "../../ui/choice";
import { counted } from "../../ui/counted";
import { Toggle } from "../../ui/toggle";
import { groupings } from "./task-rows";
import type { TaskStore } from "./task-store";

/** The buttons beside the heading of the view. */
export function TasksHeading(props: { app: App }): JSX.Element {
  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label="Show Board"
        data-tip="Show Board"
        onClick={() => void props.app.commands.run("tasks.board")}
      >
        <SquareKanban size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label="New Task"
        data-tip="New Task"
        onClick={() => void props.app.commands.run("tasks.new")}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
    </>
  );
}

export interface TasksBarProps {
  app: App;
  store: TaskStore;
  ref: (field: HTMLInputElement) => void;
  /** Goes from the field into the list. */
  onLeave: () => void;
}

/** What the list shows, and what is wrong with tasks. */
export function TasksBar(props: TasksBarProps): JSX.Element {
  const problems = (): number => props.store.list()?.problems.length ?? 0;
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    props.onLeave();
  };
  return (
    <div class="tasks-bar">
      <input
        ref={props.ref}
        class="field tasks-filter"
        type="search"
        aria-label="Filter the tasks"
        placeholder="Filter"
        data-testid="tasks-filter"
        value={props.store.filter().text}
        onInput={(event) => props.store.choose({ text: event.currentTarget.value })}
        onKeyDown={leave}
      />
      <Choice
        label="Group by"
        testId="tasks-group"
        options={groupings}
        value={props.store.filter().group}
        onChoose={(group) => props.store.choose({ group })}
      />
      <Toggle
        title="Only tasks that can be begun"
        name="tasks-ready"
        on={props.store.filter().ready}
        onToggle={(ready) => props.store.choose({ ready })}
      >
        Ready
      </Toggle>
      <Show when={problems() > 0}>
        <button
          type="button"
          class="tasks-problems"
          data-testid="tasks-problems"
          onClick={() => void props.app.commands.run("tasks.problems")}
        >
          <TriangleAlert size={14} aria-hidden="true" />
          {counted(problems(), "problem")} with tasks
        </button>
      </Show>
    </div>
  );
}
