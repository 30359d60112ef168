/** Which outputs of a terminal are folded; kept with the panel, so that a reload finds them again. */
import type { Accessor } from "solid-js";
import type { TerminalPanel } from "../terminal-store";

export interface Folds {
  folded: Accessor<ReadonlySet<string>>;
  set(run: string, folded: boolean): void;
  /** Folds these, or with nothing unfolds all. */
  all(runs: readonly string[]): void;
}

/** Folds that are kept. */
const MOST = 500;

export function createFolds(panel: TerminalPanel): Folds {
  const folded = (): ReadonlySet<string> => new Set(panel.state().folded);
  const keep = (runs: Iterable<string>): void => {
    const { folded: _before, ...rest } = panel.state();
    const kept = [...runs].slice(-MOST);
    panel.setState(kept.length > 0 ? { ...rest, folded: kept } : rest);
  };
  return {
    folded,
    set(run, fold) {
      const now = new Set(folded());
      if (fold) now.add(run);
      else now.delete(run);
      keep(now);
    },
    all: keep,
  };
}
