import type { TaskBy } from "../../ipc/bindings";
import type { Command } from "../../kernel/app";
import type { TaskActions } from "./task-actions";

/** The panel's kind, and its id: there is one board. */
export const BOARD = "board";

/** What of the board comes back after a restart. */
export interface BoardState {
  lanes?: TaskBy;
  filter?: string;
}

/** The board, and moving the card under its cursor. */
export function boardCommands(actions: TaskActions, show: () => void): Command[] {
  const move = (verb: string, title: string, columns: number, places: number): Command => ({
    id: `tasks.${verb}`,
    title: `Tasks: ${title}`,
    enabled: () => actions.surface()?.move !== undefined && actions.surface()?.task() !== undefined,
    run: () => actions.surface()?.move?.(columns, places),
  });
  const moveLane = (verb: string, title: string, lanes: number): Command => ({
    id: `tasks.${verb}`,
    title: `Tasks: ${title}`,
    enabled: () => actions.surface()?.moveLane !== undefined && actions.surface()?.task() !== undefined,
    run: () => actions.surface()?.moveLane?.(lanes),
  });
  return [
    { id: "tasks.board", title: "Tasks: Show Board", run: show },
    move("moveLeft", "Move to the Column Before", -1, 0),
    move("moveRight", "Move to the Next Column", 1, 0),
    move("moveUp", "Move Up", 0, -1),
    move("moveDown", "Move Down", 0, 1),
    moveLane("moveLaneUp", "Move to the Lane Above", -1),
    moveLane("moveLaneDown", "Move to the Lane Below", 1),
    {
      id: "tasks.undoMove",
      title: "Tasks: Undo the Last Move",
      enabled: () => actions.surface()?.undoMove !== undefined,
      run: () => actions.surface()?.undoMove?.(),
    },
  ];
}
