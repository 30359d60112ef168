/** The keys of the history's panel. */
import type { RunInfo } from "../../ipc/bindings";
import type { RunActions } from "./run-actions";
import type { RunFilters } from "./run-filters";
import type { RunsStore } from "./runs-store";

export interface RunKeyTargets {
  store: RunsStore;
  actions: RunActions;
  attempt: (work: Promise<unknown>) => void;
  /** Rows that are in sight at once. */
  page: number;
  field: () => HTMLInputElement;
  current: () => RunInfo | undefined;
  move: (to: number) => void;
  /** Puts the command at the prompt, or runs it. */
  take: (run: boolean) => void;
  edit: (command: string) => void;
  back: () => void;
  menu: () => void;
}

/** Filters by the digit that switches them with Alt. */
const filterOf: Record<string, keyof RunFilters> = { 1: "folder", 2: "failed", 3: "session", 4: "branch" };

/** Answers whether a key was taken. */
type Act = (event: KeyboardEvent) => boolean;

export function makeRunKeys(on: RunKeyTargets): (event: KeyboardEvent) => void {
  const { store, actions } = on;
  const walk = (by: number): Act => {
    return () => {
      on.move(store.marked() + by);
      return true;
    };
  };
  const about = (act: (run: RunInfo) => void): Act => {
    return () => {
      const run = on.current();
      if (run) act(run);
      return run !== undefined;
    };
  };
  const isAtEnd = (): boolean => on.field().selectionStart === on.field().value.length;
  const hasSelection = (): boolean =>
    on.field().selectionStart !== on.field().selectionEnd || (getSelection()?.toString() ?? "") !== "";
  /** In the field only. */
  const inField: Record<string, Act> = {
    ArrowDown: walk(1),
    ArrowUp: walk(-1),
    PageDown: walk(on.page - 1),
    PageUp: walk(1 - on.page),
    // Backwards it walks to the filters, as everywhere.
    Tab: (event) => !event.shiftKey && about((run) => on.edit(run.command))(event),
    Delete: (event) => isAtEnd() && about((run) => on.attempt(actions.forget(run)))(event),
    ContextMenu: about(() => on.menu()),
    F10: (event) => event.shiftKey && about(() => on.menu())(event),
    c: (event) => event.ctrlKey && !hasSelection() && about((run) => on.attempt(actions.copy(run)))(event),
  };
  const withAlt: Record<string, Act> = {
    l: about((run) => on.attempt(actions.linkTo(run))),
    t: about((run) => on.attempt(actions.openTerminal(run))),
  };
  const taken = (event: KeyboardEvent): boolean => {
    if (event.altKey) {
      const filter = filterOf[event.key];
      if (filter) store.toggle(filter);
      return filter !== undefined || (withAlt[event.key.toLowerCase()]?.(event) ?? false);
    }
    if (event.key === "Escape") {
      on.back();
      return true;
    }
    if (event.key === "Enter") {
      // A line end in the edited command is typed with Shift.
      if (event.shiftKey || event.target instanceof HTMLButtonElement) return false;
      on.take(event.ctrlKey);
      return true;
    }
    return event.target === on.field() && (inField[event.key]?.(event) ?? false);
  };
  return (event) => {
    if (event.isComposing || !taken(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
}
