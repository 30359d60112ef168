import type { JSX } from "solid-js";
import { Portal } from "solid-js/web";

export interface BoardGhostProps {
  /** Where the pointer is in the window, in CSS pixels, and what it holds. */
  at: { x: number; y: number; path: string };
  tasks: readonly { path: string; title: string }[];
}

/** The card that is dragged, beside the pointer: outside of the panel, which has a place of its own. */
export function BoardGhost(props: BoardGhostProps): JSX.Element {
  return (
    <Portal>
      <div
        class="board-ghost"
        data-testid="board-ghost"
        style={{ left: `${props.at.x + 8}px`, top: `${props.at.y + 8}px` }}
      >
        {props.tasks.find(({ path }) => path === props.at.path)?.title}
      </div>
    </Portal>
  );
}
