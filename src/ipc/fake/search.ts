import { AppError } from "../app-error";
import type { Ipc } from "../client";
import type { Hit, Ranked, SearchMessage } from "../search-types";
import type { FakeFiles } from "./files";
import { ranked } from "./ranked";
import { scan } from "./scan";

export interface FakeSearch {
  commands: Pick<Ipc, "searchRun" | "searchStop" | "searchRanked">;
  /** Searches that have not ended. */
  running: Set<string>;
  /** Searches wait after each page, and those by meaning before they answer, until this is called. */
  hold: () => { release: () => void };
  /** What is found by meaning, whatever the question; or why nothing is. `partial` when that is not all yet. */
  meaning: (found: Hit[] | Ranked["textOnly"], partial?: boolean) => void;
}

const pageSize = 100;

/** Searches that answer page by page, each page in a turn of its own. */
export function makeSearch(files: FakeFiles): FakeSearch {
  const running = new Set<string>();
  let held: Promise<void> = Promise.resolve();
  let next = 1;
  let near: Hit[] | Ranked["textOnly"] = [];
  let isPartial = false;

  const send = async (id: string, hits: Hit[], limit: number, tell: (message: SearchMessage) => void) => {
    const shown = hits.slice(0, limit);
    for (let at = 0; at < shown.length; at += pageSize) {
      if (!running.has(id)) return;
      tell({ hits: shown.slice(at, at + pageSize) });
      await held;
    }
    if (!running.delete(id)) return;
    tell({
      done: {
        files: new Set(shown.map(({ path }) => path.path)).size,
        hits: shown.length,
        truncated: hits.length > limit,
        elapsedMs: 3,
        scanned: 0,
        problems: [],
      },
    });
  };

  const commands: FakeSearch["commands"] = {
    searchRun: async ({ search, limit }, tell) => {
      const id = `search-${next++}`;
      running.add(id);
      try {
        void send(id, scan(files, search), limit, tell);
      } catch (thrown) {
        running.delete(id);
        const { message, hint } = AppError.from(thrown);
        tell({ error: hint === undefined ? { message } : { message, hint } });
      }
      return { search: id };
    },
    searchRanked: async (params) => {
      const waiting = held;
      if (params.search.syntax !== "lexical") await waiting;
      return { ...ranked(files, params, near), partial: isPartial };
    },
    searchStop: async ({ search }) => void running.delete(search),
  };
  return {
    commands,
    running,
    meaning: (found, partial = false) => {
      near = found;
      isPartial = partial;
    },
    hold: () => {
      let release = (): void => undefined;
      held = new Promise((resolve) => (release = resolve));
      return { release: () => release() };
    },
  };
}
