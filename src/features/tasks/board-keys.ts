import type { BoardModel } from "./board-model";

export interface BoardKeyTargets {
  model: BoardModel;
  /** Cards that are in sight at once. */
  page: () => number;
  open: (preview: boolean) => void;
  menu: () => void;
  /** Shows what is linked to the card. */
  links: () => void;
  /** Takes the filter away; answers whether there was one. */
  clear: () => boolean;
}

/** The keys of the board that are no commands: those of its cursor. */
export function makeBoardKeys({
  model,
  page,
  open,
  menu,
  links,
  clear,
}: BoardKeyTargets): (event: KeyboardEvent) => void {
  const keys: Record<string, () => void> = {
    ArrowDown: () => model.go(0, 1),
    ArrowUp: () => model.go(0, -1),
    ArrowLeft: () => model.go(-1, 0),
    ArrowRight: () => model.go(1, 0),
    PageDown: () => model.go(0, page()),
    PageUp: () => model.go(0, -page()),
    Home: () => model.goToEnd(false),
    End: () => model.goToEnd(true),
    Enter: () => open(false),
    " ": () => open(true),
    ContextMenu: menu,
    g: links,
  };
  return (event) => {
    const isMenu = event.shiftKey && event.key === "F10";
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (isMenu) menu();
    else if (event.key === "Escape" && !clear()) return;
    else if (event.key === "Escape") model.say("Everything is shown.");
    else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
