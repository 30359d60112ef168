import type { WirePath } from "../../ipc/bindings";
import { keyOf } from "./tree-path";

export interface Lister {
  /** Reads a folder; resolves when what was read is no older than this call. */
  list: (folder: WirePath) => Promise<void>;
}

/** Reads each folder at most once at a time; what is asked meanwhile is read once more afterwards. */
export function makeLister(read: (folder: WirePath) => Promise<void>): Lister {
  const running = new Map<string, { now: Promise<void>; next: Promise<void> | undefined }>();

  const start = (folder: WirePath): Promise<void> => {
    const key = keyOf(folder);
    const job = { now: Promise.resolve(), next: undefined as Promise<void> | undefined };
    running.set(key, job);
    job.now = read(folder).finally(() => {
      if (running.get(key) === job) running.delete(key);
    });
    return job.now;
  };
  return {
    list: (folder) => {
      const job = running.get(keyOf(folder));
      if (!job) return start(folder);
      job.next ??= job.now.then(() => start(folder));
      return job.next;
    },
  };
}
