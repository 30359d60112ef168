import { For, Show, type JSX } from "solid-js";
import File from "lucide-solid/icons/file";
import GitBranch from "lucide-solid/icons/git-branch";
import SquareTerminal from "lucide-solid/icons/square-terminal";
import type { LinkCount, TaskInfo } from "../../ipc/bindings";
import { visibleText } from "../../ui/visible-name";
import { isCut, labelsThatFit, titleLines } from "./card-fit";
import { linkNames, linksInWords } from "./task-links";
import { taskName } from "./task-rows";
import { blockersOf, criteriaOf, dueOf, fullName, waitsFor } from "./task-words";

export interface CardProps {
  task: TaskInfo;
  /** What is linked to it, once that is known. */
  links: LinkCount | undefined;
  id: string;
  /** Its place in the column, from 0, and how many there are. */
  row: number;
  count: number;
  top: number;
  /** How wide its column is, in pixels. */
  width: number;
  /** What a task is called, by its id. */
  titleOf: (id: string) => string | undefined;
  chosen: boolean;
  held: boolean;
  onPress: (event: PointerEvent) => void;
  /** Takes the status that git suggests. */
  onSuggested: (status: string) => void;
  onOpen: () => void;
  /** Shows what is linked to it. */
  onLinks: () => void;
  onMenu: (event: MouseEvent) => void;
}

/** A task on the board. */
export function BoardCard(props: CardProps): JSX.Element {
  const words = () => (props.links ? linksInWords(props.links) : "");
  const links = () => (words() === "" ? undefined : props.links);
  const label = () => [fullName(props.task, Date.now()), words()].filter(Boolean).join(", ");
  const due = () =>
    props.task.due === null || props.task.done ? undefined : dueOf(props.task.due, Date.now());
  const lines = () => titleLines(props.task, links());
  const labels = () => props.task.labels.slice(0, labelsThatFit(props.task, props.width));
  const others = () => props.task.labels.slice(labels().length);
  return (
    <div
      id={props.id}
      class="board-card"
      classList={{
        "board-card-tall": lines() === 3,
        chosen: props.chosen,
        held: props.held,
        "board-card-done": props.task.done,
      }}
      style={{ top: `${props.top}px` }}
      role="option"
      aria-selected={props.chosen}
      aria-posinset={props.row + 1}
      aria-setsize={props.count}
      aria-label={label()}
      data-path={props.task.path}
      onPointerDown={(event) => props.onPress(event)}
      onDblClick={() => props.onOpen()}
      onContextMenu={(event) => props.onMenu(event)}
    >
      <div
        class="board-card-title"
        data-tip={isCut(props.task, lines(), props.width) ? visibleText(taskName(props.task)) : undefined}
      >
        <Show when={props.task.id}>{(id) => <span class="task-id">{id()}</span>}</Show>{" "}
        {visibleText(props.task.title)}
      </div>
      <div class="board-card-line">
        <Show when={props.task.priority}>
          {(priority) => (
            <span class="board-priority" data-priority={priority().toLowerCase()}>
              {visibleText(priority())}
            </span>
          )}
        </Show>
        <For each={labels()}>{(label) => <span class="board-label">{visibleText(label)}</span>}</For>
        <Show when={others().length > 0}>
          <span class="board-more" data-tip={others().map(visibleText).join("\n")}>
            +{others().length}
          </span>
        </Show>
      </div>
      <div class="board-card-line">
        <Show when={due()}>
          {(day) => (
            <span class="task-due" classList={{ late: day().late }} data-tip={day().exact}>
              {day().text}
            </span>
          )}
        </Show>
        <Show when={criteriaOf(props.task)}>
          {(criteria) => <span data-tip="Acceptance criteria">{criteria()}</span>}
        </Show>
        <Show when={waitsFor(props.task)}>
          {(why) => (
            <span class="board-waits" data-tip={visibleText(blockersOf(props.task, props.titleOf))}>
              {visibleText(why())}
            </span>
          )}
        </Show>
        <Show when={props.task.suggestedStatus}>
          {(status) => (
            <button
              type="button"
              class="task-suggested"
              tabIndex={-1}
              data-tip={visibleText(props.task.suggestionReason ?? "")}
              onClick={(event) => {
                event.stopPropagation();
                props.onSuggested(status());
              }}
            >
              {visibleText(status())}?
            </button>
          )}
        </Show>
        <Show when={props.task.branch}>
          {(branch) => (
            <span class="board-branch">
              <GitBranch size={12} aria-hidden="true" />
              {visibleText(branch())}
            </span>
          )}
        </Show>
        <Show when={links()}>
          {(linked) => (
            <button
              type="button"
              class="board-links"
              tabIndex={-1}
              aria-label="Show what is linked (g)"
              data-tip={linkNames(linked())}
              onClick={(event) => {
                event.stopPropagation();
                props.onLinks();
              }}
            >
              <Show when={linked().files > 0}>
                <File size={12} aria-hidden="true" />
                {linked().files}
              </Show>
              <Show when={linked().runs > 0}>
                <SquareTerminal size={12} aria-hidden="true" />
                {linked().runs}
              </Show>
            </button>
          )}
        </Show>
      </div>
    </div>
  );
}
