import type { UiEvent } from "../bindings";
import type { Ipc } from "../client";
import type { IndexedFile, IndexProgress, IndexStatus } from "../search-types";
import type { FakeFiles } from "./files";

export interface FakeIndex {
  commands: Pick<Ipc, "indexStatus" | "indexControl">;
  /** Puts the index into a state and tells the page. */
  tell: (part: Partial<IndexProgress>) => void;
}

/** An index that has every file but those with a zero byte; its progress is set by who tests. */
export function makeIndex(files: FakeFiles, emit: (event: UiEvent) => void): FakeIndex {
  let progress: IndexProgress = { state: "ready", total: 0, done: 0 };
  const binary = (path: string): boolean => files.contents.get(path)?.includes(0) === true;
  const status = (): IndexStatus => {
    const paths = [...files.contents.keys()];
    const skipped = paths.filter(binary).map((path) => ({ path: { path }, reason: "binary" }));
    return { ...progress, files: paths.length, bytes: 0, skipped };
  };
  const fileOf = (path: string): IndexedFile => {
    if (/(^|\/)(target|node_modules)\//.test(path)) return { state: "ignored" };
    return binary(path) ? { state: "skipped", reason: "binary" } : { state: "indexed" };
  };
  const tell = (part: Partial<IndexProgress>): void => {
    progress = { ...progress, ...part };
    const { state, total, done } = progress;
    const flags = {
      running: state === "building",
      paused: state === "paused",
      stopped: state === "stopped",
      followed: true,
    };
    emit({ type: "indexProgress", progress: { total, done, ...flags } } as unknown as UiEvent);
  };
  const commands: FakeIndex["commands"] = {
    indexStatus: async ({ path }) => ({ ...status(), ...(path ? { file: fileOf(path.path) } : {}) }),
    indexControl: async ({ do: verb }) => {
      const states = { pause: "paused", stop: "stopped", resume: "building", start: "building" } as const;
      tell({ state: states[verb] });
    },
  };
  return { commands, tell };
}
