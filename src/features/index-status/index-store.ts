import { createMemo, createRoot, createSignal } from "solid-js";
import type { IndexStatus } from "../../ipc/search-types";
import { indexProgress, progressIn } from "../../ipc/search-wire";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";

export interface IndexStore {
  /** `undefined` until it is known. */
  status: () => IndexStatus | undefined;
  /** Why a file is not in the index, by path. */
  reasons: () => ReadonlyMap<string, string>;
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
  let [asked, told] = [0, 0];
  const refresh = async (): Promise<void> => {
    // An answer must not put back what an event, or the answer to a later question, has told meanwhile.
    const mine = ++asked;
    const before = told;
    const answer = await app.ipc.indexStatus({});
    if (mine === asked && told === before) setStatus(answer);
  };
  const read = (): void =>
    void refresh().catch((fault: unknown) => {
      const notice = failureNotice(fault);
      if (notice) app.notify(notice);
    });
  app.on(indexProgress, (event) => {
    const [before, progress] = [status(), progressIn(event)];
    if (before) {
      told += 1;
      setStatus({ ...before, ...progress });
    }
    // What is left out is known at the end of a pass.
    if (!before || (progress.state === "ready" && before.state !== "ready")) read();
  });
  app.on("ownerChanged", read);
  read();
  const skipped = createMemo(() => status()?.skipped ?? []);
  return {
    status,
    reasons: createMemo(() => new Map(skipped().map(({ path, reason }) => [path.path, reason]))),
  };
}
