/** One search at the core: its messages, read and paced, until it ends or is stopped. */
import { AppError } from "../../ipc/app-error";
import type { Ipc } from "../../ipc/client";
import type { Hit, SearchDone, SearchMessage, SearchQuery } from "../../ipc/search-types";

export interface SearchListener {
  /** The first page comes at once, later ones gathered, so that drawing does not fall behind. */
  hits: (hits: Hit[]) => void;
  done: (done: SearchDone) => void;
  failed: (fault: AppError) => void;
}

export interface RunningSearch {
  /** Nothing is heard of it any more. */
  stop: () => void;
}

/** How long hits are gathered after the first page, in milliseconds. */
const gatherMs = 50;

export function runSearch(
  ipc: Pick<Ipc, "searchRun" | "searchStop">,
  search: SearchQuery,
  limit: number,
  listener: SearchListener,
): RunningSearch {
  let over = false;
  let stopped = false;
  let started: string | undefined;
  let isFirst = true;
  let waiting: Hit[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.length > 0) listener.hits(waiting);
    waiting = [];
  };
  const end = (): void => {
    flush();
    over = true;
  };
  const take = (message: SearchMessage): void => {
    if ("hits" in message) {
      waiting = waiting.length === 0 ? message.hits : waiting.concat(message.hits);
      if (isFirst) flush();
      else timer ??= setTimeout(flush, gatherMs);
      isFirst = false;
    } else if ("done" in message) {
      end();
      listener.done(message.done);
    } else {
      end();
      listener.failed(faultOf(message.error));
    }
  };
  // The search may have ended by itself meanwhile; then there is nothing to stop.
  const stopNow = (id: string): void => void ipc.searchStop({ search: id }).catch(() => undefined);

  ipc
    .searchRun({ search, limit }, (message) => {
      if (!over) take(message);
      return !over;
    })
    .then(
      ({ search: id }) => {
        started = id;
        if (stopped) stopNow(id);
      },
      (thrown: unknown) => {
        if (over) return;
        end();
        listener.failed(AppError.from(thrown));
      },
    );
  return {
    stop: () => {
      if (over) return;
      over = true;
      stopped = true;
      clearTimeout(timer);
      if (started !== undefined) stopNow(started);
    },
  };
}

function faultOf(error: Extract<SearchMessage, { error: unknown }>["error"]): AppError {
  const { message, hint = null } = typeof error === "string" ? { message: error } : error;
  return new AppError({ code: "invalid", message, hint, retryable: false });
}
