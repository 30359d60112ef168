/** Queries that were searched, the last one first, and the walk through them with the arrows. */
const most = 50;

export function remember(history: string[], query: string): string[] {
  if (query === "") return history;
  return [query, ...history.filter((other) => other !== query)].slice(0, most);
}

export function keptHistory(state: unknown): string[] {
  const kept = typeof state === "object" && state !== null && "history" in state ? state.history : [];
  return Array.isArray(kept) ? kept.filter((query) => typeof query === "string").slice(0, most) : [];
}

export interface HistoryWalk {
  /** The query before (1) or after (-1); `undefined` when there is none. */
  step: (history: string[], now: string, by: 1 | -1) => string | undefined;
  /** Something else was typed: the walk begins anew. */
  leave: () => void;
}

/** Walks back and forth; what was being typed stands at the near end. */
export function makeHistoryWalk(): HistoryWalk {
  let at = -1;
  let typed = "";
  return {
    leave: () => void (at = -1),
    step: (history, now, by) => {
      if (at < 0) typed = now;
      // The query that stands in the field already is no step.
      const skip = at < 0 && by === 1 && history[0] === now ? 1 : 0;
      const to = at + by + skip;
      if (to < -1 || to >= history.length || (to === -1 && at < 0)) return undefined;
      at = to;
      return to < 0 ? typed : history[to];
    },
  };
}
