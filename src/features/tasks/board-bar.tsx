import { Show, type JSX } from "solid-js";
import Plus from "lucide-solid/icons/plus";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { TaskBy } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { Choice } from "../../ui/choice";
import { counted } from "../../ui/counted";
import type { BoardState } from "./board-commands";
import { groupings } from "./task-rows";

const laneChoices: readonly { value: TaskBy | ""; title: string }[] = [
  { value: "", title: "No lanes" },
  ...groupings
    .filter(({ value }) => value !== "status")
    .map(({ value, title }) => ({ value, title: `Lanes by ${title.toLowerCase()}` })),
];

export interface BoardBarProps {
  app: App;
  panel: Panel<BoardState>;
  problems: number;
  ref: (field: HTMLInputElement) => void;
  onLanes: (lanes: TaskBy | undefined) => void;
  onFilter: (text: string) => void;
  /** Goes from the field to the cards. */
  onLeave: () => void;
}

/** The head of the board: its filter, its lanes, and what is wrong with tasks. */
export function BoardBar(props: BoardBarProps): JSX.Element {
  const leave = (event: KeyboardEvent): void => {
    const isFiltered = (props.panel.state().filter ?? "") !== "";
    if (event.key === "Escape" && isFiltered) props.onFilter("");
    else if (["ArrowDown", "Enter", "Escape"].includes(event.key)) props.onLeave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="board-bar">
      <input
        ref={props.ref}
        class="field board-filter"
        type="search"
        aria-label="Filter the cards"
        placeholder="Filter"
        data-testid="board-filter"
        value={props.panel.state().filter ?? ""}
        onInput={(event) => props.onFilter(event.currentTarget.value)}
        onKeyDown={leave}
      />
      <Choice
        label="Lanes"
        testId="board-lanes"
        options={laneChoices}
        value={props.panel.state().lanes ?? ""}
        onChoose={(lanes) => props.onLanes(lanes === "" ? undefined : lanes)}
      />
      <Show when={props.problems > 0}>
        <button
          type="button"
          class="tasks-problems board-problems"
          onClick={() => void props.app.commands.run("tasks.problems")}
        >
          <TriangleAlert size={14} aria-hidden="true" />
          {counted(props.problems, "problem")} with tasks
        </button>
      </Show>
      <button type="button" class="button board-new" onClick={() => void props.app.commands.run("tasks.new")}>
        <Plus size={14} aria-hidden="true" />
        New Task
      </button>
    </div>
  );
}
