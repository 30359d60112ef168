import type { Ipc } from "../../ipc/client";
import type { Hit, Ranked } from "../../ipc/search-types";
import { rankedFiles } from "./ranked-rows";
import { addHits, type ResultFile } from "./results";
import { runSearch } from "./run-search";
import { queryOf, type SearchForm } from "./search-form";
import { mostRanked } from "./search-store";

/** All hits of a search at once, up to a number of them. */
export function collectHits(
  ipc: Pick<Ipc, "searchRun" | "searchStop" | "searchRanked">,
  form: SearchForm,
  limit: number,
): Promise<ResultFile[]> {
  if (form.meaning) {
    const ranked = ipc.searchRanked({ search: queryOf(form), limit: Math.min(limit, mostRanked) });
    return ranked.then(({ hits }: Ranked) => rankedFiles(hits));
  }
  return new Promise((resolve, reject) => {
    const found: Hit[] = [];
    runSearch(ipc, queryOf(form), limit, {
      hits: (hits) => void found.push(...hits),
      done: () => resolve(addHits([], found)),
      failed: reject,
    });
  });
}
