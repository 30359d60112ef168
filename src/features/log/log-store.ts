import { createSignal } from "solid-js";
import type { LogLine } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { addLines, mostLines } from "./log-reducer";

export interface LogStore {
  lines: () => LogLine[];
  /** `undefined` while the first lines are read, then what went wrong, if anything. */
  loaded: () => { fault?: unknown } | undefined;
  load: () => Promise<void>;
}

/** The log's lines: read once, then kept current by events. */
export function createLogStore(app: App): LogStore {
  const [lines, setLines] = createSignal<LogLine[]>([]);
  const [loaded, setLoaded] = createSignal<{ fault?: unknown }>();
  let isLoaded = false;
  let early: LogLine[] = [];
  app.on("logGrew", (event) => {
    // Before the panel was ever shown, the lines are the core's to keep.
    if (isLoaded) setLines((before) => addLines(before, event.lines));
    else early = addLines(early, event.lines);
  });
  const load = async (): Promise<void> => {
    try {
      const answer = await app.ipc.logRead({ after: null, limit: mostLines });
      setLines(addLines(addLines([], answer.lines), early));
      early = [];
      isLoaded = true;
      setLoaded({});
    } catch (fault) {
      setLoaded({ fault });
    }
  };
  return { lines, loaded, load };
}
