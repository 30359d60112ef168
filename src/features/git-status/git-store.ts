import { createMemo, createRoot, createSignal } from "solid-js";
import type { GitStatus } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { lettersOf, type GitLetter } from "./git-reducer";

export interface GitStore {
  status: () => GitStatus | undefined;
  letters: () => Map<string, GitLetter>;
  refresh: () => Promise<void>;
}

const stores = new WeakMap<App, GitStore>();

/** The one store of a window; the first who asks makes it. */
export function gitStatusOf(app: App): GitStore {
  const known = stores.get(app);
  if (known) return known;
  const made = createRoot(() => createGitStore(app));
  stores.set(app, made);
  return made;
}

function createGitStore(app: App): GitStore {
  const [status, setStatus] = createSignal<GitStatus>();
  app.on("gitChanged", (event) => void setStatus(event.status));
  const refresh = async (): Promise<void> => {
    // An answer must not put back what an event has told meanwhile.
    const before = status();
    const answer = await app.ipc.gitStatus({});
    if (status() === before) setStatus(answer);
  };
  refresh().catch((fault: unknown) => {
    const notice = failureNotice(fault);
    if (notice) app.notify(notice);
  });
  return { status, letters: createMemo(() => lettersOf(status())), refresh };
}
