import type { Ipc } from "../../ipc/client";
import type { Hit } from "../../ipc/search-types";
import { addHits, type ResultFile } from "./results";
import { runSearch } from "./run-search";
import { queryOf, type SearchForm } from "./search-form";

/** All hits of a search at once, up to a number of them. */
export function collectHits(
  ipc: Pick<Ipc, "searchRun" | "searchStop">,
  form: SearchForm,
  limit: number,
): Promise<ResultFile[]> {
  return new Promise((resolve, reject) => {
    const found: Hit[] = [];
    runSearch(ipc, queryOf(form), limit, {
      hits: (hits) => void found.push(...hits),
      done: () => resolve(addHits([], found)),
      failed: reject,
    });
  });
}
