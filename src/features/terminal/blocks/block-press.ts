/** Presses on what is drawn of a block. */
import type { App } from "../../../kernel/app";
import type { Blocks } from "./blocks-type";

/** Keeps the press from the terminal, whose selection it would begin, and the focus where it is. */
export function hold(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** The menu of a block, where the pointer is or below what has the focus. */
export function showBlockMenu(
  { app, blocks, panel }: { app: App; blocks: Blocks; panel: string },
  event: MouseEvent,
  run: string,
): void {
  hold(event);
  blocks.select(run);
  const { left, bottom } = (event.currentTarget as HTMLElement).getBoundingClientRect();
  app.commands.showMenu(
    "terminal.block",
    { x: event.clientX || left, y: event.clientY || bottom },
    { id: panel, run },
  );
}
