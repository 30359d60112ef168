import { createRoot, createSignal } from "solid-js";
import type { MeaningStatus } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import type { Frame } from "../../kernel/frame";

export interface MeaningStore {
  /** `undefined` until it is known. */
  status: () => MeaningStatus | undefined;
  pause: (paused: boolean) => Promise<void>;
  /** Only files that are open or were changed today, or all. */
  onlyTouched: (only: boolean) => Promise<void>;
}

const stores = new WeakMap<App, MeaningStore>();

/** The store of a window, once it is made. */
export const knownMeaning = (app: App): MeaningStore | undefined => stores.get(app);

/** The one store of a window; the first who asks makes it. */
export function meaningOf(frame: Frame): MeaningStore {
  const known = stores.get(frame);
  if (known) return known;
  const made = createRoot(() => createMeaningStore(frame));
  stores.set(frame, made);
  return made;
}

function createMeaningStore(app: Frame): MeaningStore {
  const [status, setStatus] = createSignal<MeaningStatus>();
  const read = async (): Promise<void> => {
    // An answer must not put back what an event has told meanwhile.
    const before = status();
    const answer = await app.ipc.meaningStatus({});
    if (status() === before) setStatus(answer);
  };
  const readNow = (): void =>
    void read().catch((fault: unknown) => {
      const notice = failureNotice(fault);
      if (notice) app.notify(notice);
    });
  app.on("meaningChanged", (event) => setStatus(event.status));
  app.on("ownerChanged", readNow);
  readNow();
  return {
    status,
    pause: async (paused) => void setStatus(await app.ipc.meaningPause({ paused })),
    onlyTouched: async (only) => {
      const value = JSON.stringify(only ? "touched" : "all");
      app.applySettings(await app.ipc.settingsUpdate({ key: "embeddings.scope", value }));
    },
  };
}
