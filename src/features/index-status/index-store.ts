import { createMemo, createRoot, createSignal } from "solid-js";
import { indexProgress, indexStatusOf, type IndexStatus } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";

export interface IndexStore {
  /** `undefined` until it is known. */
  status: () => IndexStatus | undefined;
  /** Why a file is not in the index, by path. */
  reasons: () => ReadonlyMap<string, string>;
  set: (status: IndexStatus) => void;
}

const stores = new WeakMap<App, IndexStore>();

/** The one store of a window; the first who asks makes it. */
export function indexOf(app: App): IndexStore {
  const known = stores.get(app);
  if (known) return known;
  const made = createRoot(() => createIndexStore(app));
  stores.set(app, made);
  return made;
}

function createIndexStore(app: App): IndexStore {
  const [status, setStatus] = createSignal<IndexStatus>();
  app.on(indexProgress, (event) => void setStatus(indexStatusOf(event)));
  const refresh = async (): Promise<void> => {
    // An answer must not put back what an event has told meanwhile.
    const before = status();
    const answer = await app.ipc.indexStatus({});
    if (status() === before) setStatus(answer);
  };
  const read = (): void =>
    void refresh().catch((fault: unknown) => {
      const notice = failureNotice(fault);
      if (notice) app.notify(notice);
    });
  app.on("ownerChanged", read);
  read();
  const skipped = createMemo(() => status()?.skipped ?? []);
  return {
    status,
    reasons: createMemo(() => new Map(skipped().map(({ path, reason }) => [path.path, reason]))),
    set: (next) => void setStatus(next),
  };
}
