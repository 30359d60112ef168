/** One ranking at the core: by words at once, and then with what the meaning brings. */
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import type { Hit, Ranked, SearchQuery } from "../../ipc/search-types";
import type { RunningSearch } from "./run-search";

export interface RankedListener {
  /** What words bring; not heard when the whole answer was quicker. */
  text: (hits: Hit[]) => void;
  done: (answer: Ranked) => void;
  failed: (fault: AppError) => void;
}

/** Makes rankings, one at a time: a person who types asks for the last text and for none in between. */
export function makeRankings(
  ipc: Pick<Ipc, "searchRanked">,
): (
  search: SearchQuery,
  limit: number,
  front: WirePath | undefined,
  listener: RankedListener,
) => RunningSearch {
  let before: Promise<unknown> = Promise.resolve();
  return (search, limit, front, listener) => {
    let over = false;
    const params = { limit, ...(front ? { front } : {}) };
    const fail = (thrown: unknown): void => {
      if (over) return;
      over = true;
      listener.failed(AppError.from(thrown));
    };
    ipc
      .searchRanked({ search: { ...search, syntax: "lexical" }, ...params })
      .then(({ hits }) => void (over || listener.text(hits)))
      .catch(fail);
    const whole = async (): Promise<void> => {
      if (over) return;
      const answer = await ipc.searchRanked({ search, ...params });
      if (over) return;
      over = true;
      listener.done(answer);
    };
    before = before.then(whole).catch(fail);
    return { stop: () => void (over = true) };
  };
}
