import type { UiEvent } from "../bindings";
import type { Ipc } from "../client";
import type { IndexedFile, IndexStatus } from "../search-types";
import type { FakeFiles } from "./files";

export interface FakeIndex {
  commands: Pick<Ipc, "indexStatus" | "indexControl">;
  /** Puts the index into a state and tells the page. */
  tell: (part: Partial<IndexStatus>) => void;
}

/** An index that has every file but those with a zero byte; its progress is set by who tests. */
export function makeIndex(files: FakeFiles, emit: (event: UiEvent) => void): FakeIndex {
  let changed: Partial<IndexStatus> = {};
  const binary = (path: string): boolean => files.contents.get(path)?.includes(0) === true;
  const status = (): IndexStatus => {
    const paths = [...files.contents.keys()];
    const skipped = paths.filter(binary).map((path) => ({ path: { path }, reason: "binary" }));
    return { state: "ready", files: paths.length, done: paths.length, bytes: 0, skipped, ...changed };
  };
  const fileOf = (path: string): IndexedFile => {
    if (/(^|\/)(target|node_modules)\//.test(path)) return { state: "ignored" };
    return binary(path) ? { state: "skipped", reason: "binary" } : { state: "indexed" };
  };
  const tell = (part: Partial<IndexStatus>): void => {
    changed = { ...changed, ...part };
    emit({ type: "indexProgress", ...status() } as unknown as UiEvent);
  };
  const commands: FakeIndex["commands"] = {
    indexStatus: async ({ path }) => ({ ...status(), ...(path ? { file: fileOf(path.path) } : {}) }),
    indexControl: async ({ do: verb }) => {
      const states = { pause: "paused", stop: "stopped", resume: "building", start: "building" } as const;
      tell({ state: states[verb] });
      return status();
    },
  };
  return { commands, tell };
}
