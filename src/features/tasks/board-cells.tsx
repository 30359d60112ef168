import { createMemo, createSignal, For, Index, onCleanup, onMount, Show, type JSX } from "solid-js";
import type { LinkCount, TaskBy, TaskColumn, TaskInfo } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleText } from "../../ui/visible-name";
import { BoardCard } from "./board-card";
import type { Held } from "./board-drag";
import { CARD, COLUMN, inSight, LANE_HEAD, type Band } from "./board-layout";
import type { BoardLane, Spot } from "./board-reducer";
import { groupName } from "./task-rows";

export interface BoardCellsProps {
  ref: (contents: HTMLDivElement) => void;
  columns: TaskColumn[];
  lanes: BoardLane[];
  bands: Band[];
  lanesBy: TaskBy | undefined;
  held: Held | undefined;
  chosen: Spot | undefined;
  /** What a task is called, by its id. */
  titleOf: (id: string) => string | undefined;
  /** What is linked to a task, once that is known. */
  links: (task: TaskInfo) => LinkCount | undefined;
  cardId: (lane: number, path: string) => string;
  scroller: () => HTMLElement | undefined;
  onPress: (event: PointerEvent, at: Spot, task: TaskInfo) => void;
  onOpen: (task: TaskInfo) => void;
  /** Shows what is linked to a task. */
  onLinks: (task: TaskInfo) => void;
  /** Takes the status that git suggests for a task. */
  onSuggested: (task: TaskInfo, status: string) => void;
  onMenu: (event: MouseEvent, at: Spot, task: TaskInfo) => void;
}

/** The lanes with their cards; of each column only the cards in sight are drawn. */
export function BoardCells(props: BoardCellsProps): JSX.Element {
  const [view, setView] = createSignal({ top: 0, height: 900, width: 0 });
  onMount(() => {
    const scroller = props.scroller();
    if (!scroller) return;
    const measure = (): void => {
      setView((before) => ({
        top: scroller.scrollTop,
        height: scroller.clientHeight || before.height,
        width: scroller.clientWidth,
      }));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(scroller);
    scroller.addEventListener("scroll", measure, { passive: true });
    measure();
    onCleanup(() => {
      observer.disconnect();
      scroller.removeEventListener("scroll", measure);
    });
  });
  const bandAt = (lane: number): Band => props.bands[lane] ?? { top: 0, height: 0 };
  const share = (): number => 100 / Math.max(1, props.columns.length);
  const columnWidth = createMemo(() => Math.max(COLUMN, view().width / Math.max(1, props.columns.length)));
  const height = (): number => {
    const last = props.bands.at(-1);
    return last ? last.top + last.height : 0;
  };
  const nameOf = (lane: BoardLane): string | undefined =>
    props.lanesBy === undefined ? undefined : groupName(lane.name, props.lanesBy);

  return (
    <div
      ref={props.ref}
      class="board-all"
      style={{ height: `${height()}px`, "--columns": props.columns.length }}
      role="presentation"
    >
      <Index each={props.lanes}>
        {(lane, at) => (
          <>
            <Show when={nameOf(lane())}>
              {(name) => (
                <div
                  class="board-lane"
                  style={{ top: `${bandAt(at).top - LANE_HEAD}px`, height: `${LANE_HEAD}px` }}
                >
                  <span class="board-lane-name">{visibleText(name())}</span>
                </div>
              )}
            </Show>
            <Index each={lane().cells}>
              {(cell, column) => {
                const range = createMemo(
                  () => inSight(bandAt(at), cell().length, view().top, view().height),
                  undefined,
                  { equals: (a, b) => a[0] === b[0] && a[1] === b[1] },
                );
                // What is read again has other objects for the same tasks, whose cards stay.
                const drawn = createMemo(() =>
                  cell()
                    .slice(...range())
                    .map(({ path }) => path),
                );
                const spotAt = (index: number): Spot => ({ lane: at, column, row: range()[0] + index });
                const isChosen = (index: number): boolean => {
                  const { chosen } = props;
                  return chosen?.lane === at && chosen.column === column && chosen.row === range()[0] + index;
                };
                const label = (): string =>
                  [props.columns[column]?.status, nameOf(lane()), counted(cell().length, "task")]
                    .filter(Boolean)
                    .join(", ");
                return (
                  <div
                    class="board-cell"
                    style={{
                      top: `${bandAt(at).top}px`,
                      height: `${bandAt(at).height}px`,
                      left: `${column * share()}%`,
                      width: `${share()}%`,
                    }}
                    role="listbox"
                    aria-label={label()}
                  >
                    <For each={drawn()}>
                      {(path, index) => {
                        const found = createMemo<TaskInfo | undefined>(
                          (before) => cell().find((other) => other.path === path) ?? before,
                        );
                        // It is there as long as its card is.
                        const task = () => found() as TaskInfo;
                        return (
                          <BoardCard
                            task={task()}
                            links={props.links(task())}
                            id={props.cardId(at, path)}
                            row={spotAt(index()).row}
                            count={cell().length}
                            width={columnWidth()}
                            titleOf={props.titleOf}
                            top={spotAt(index()).row * CARD}
                            chosen={isChosen(index())}
                            held={props.held?.path === path}
                            onPress={(event) => props.onPress(event, spotAt(index()), task())}
                            onOpen={() => props.onOpen(task())}
                            onLinks={() => props.onLinks(task())}
                            onSuggested={(status) => props.onSuggested(task(), status)}
                            onMenu={(event) => props.onMenu(event, spotAt(index()), task())}
                          />
                        );
                      }}
                    </For>
                  </div>
                );
              }}
            </Index>
          </>
        )}
      </Index>
      <Show when={props.held?.to}>
        {(to) => (
          <div
            class="board-drop"
            data-testid="board-drop"
            style={{
              // Above the first card it would hide behind the heads of the columns.
              top: `${bandAt(to().lane).top + Math.max(3, to().row * CARD - 2)}px`,
              left: `${to().column * share()}%`,
              width: `${share()}%`,
            }}
          />
        )}
      </Show>
    </div>
  );
}
