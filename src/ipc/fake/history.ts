import type {
  HistoryFile,
  HistoryReadParams,
  HistoryRestored,
  HistoryStatus,
  HistoryVersion,
} from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeFiles } from "./files";

type Names =
  | "historyList"
  | "historyRestore"
  | "historyUndo"
  | "historyPin"
  | "historyStatus"
  | "historyScan"
  | "historyRead"
  | "historyText";

export interface FakeHistory {
  commands: Pick<Ipc, Names>;
  /** Adds a version of a file, as of `at`; `null` says that the file was gone. */
  add: (path: string, text: string | null, part?: Partial<HistoryVersion>) => HistoryVersion;
  /** What the next undo of a restore does. */
  onUndo: (undo: () => void) => void;
}

/** Versions in memory: what was added, and what restoring it changes. */
export function makeHistory(files: FakeFiles): FakeHistory {
  let versions: HistoryVersion[] = [];
  const texts = new Map<number, string>();
  let undo: (() => void) | undefined;

  const find = (id: number | null): HistoryVersion => {
    const found = versions.find((version) => version.id === id);
    if (!found) throw fault("notFound", `There is no version ${id}.`);
    return found;
  };
  const add: FakeHistory["add"] = (path, text, part = {}) => {
    const version: HistoryVersion = {
      id: versions.length + 1,
      at: Date.now(),
      path: { path },
      kind: "save",
      state: text === null ? "removed" : "kept",
      size: text?.length ?? 0,
      mode: 0o644,
      pinned: false,
      label: null,
      onDisk: true,
      ...part,
    };
    versions = [version, ...versions];
    if (text !== null) texts.set(version.id, text);
    return version;
  };
  const bytes = async ({ path, at, id }: HistoryReadParams): Promise<ArrayBuffer> => {
    const meant = path ? wanted(path.path, at, id)[0] : find(id);
    return new TextEncoder().encode(texts.get(meant?.id ?? 0) ?? "").buffer;
  };
  const textOf = (path: string): string | undefined => {
    const content = files.contents.get(path);
    return content && new TextDecoder().decode(content);
  };
  const put = (path: string, text: string | undefined): void =>
    text === undefined ? files.remove(path) : files.write(path, text);

  /** The version of each file below a folder at a moment, or the one that is meant. */
  const wanted = (path: string, at: number | null, id: number | null): HistoryVersion[] => {
    if (id !== null) return [{ ...find(id), path: { path } }];
    const inside = versions.filter(
      (it) =>
        it.at <= (at ?? 0) && (path === "" || it.path.path === path || it.path.path.startsWith(`${path}/`)),
    );
    return [...new Map(inside.reverse().map((it) => [it.path.path, it])).values()];
  };
  const restored = (path: string, dryRun: boolean, changes: HistoryFile[]): HistoryRestored => {
    const count = (action: HistoryFile["action"]): number =>
      changes.filter((it) => it.action === action).length;
    return {
      restore: dryRun || changes.length === 0 ? null : 1,
      path: { path },
      dryRun,
      files: changes,
      changed: count("change"),
      created: count("create"),
      removed: count("remove"),
      left: 0,
      failed: 0,
      unchanged: 0,
    };
  };
  const status = async (): Promise<HistoryStatus> => ({
    scanning: false,
    complete: true,
    files: new Set(versions.map((it) => it.path.path)).size,
    versions: versions.length,
    bytes: 0,
    maxBytes: 1 << 30,
    since: versions.at(-1)?.at ?? null,
    tooLarge: 0,
  });

  const commands: FakeHistory["commands"] = {
    historyList: async ({ path }) => ({
      versions: versions.filter((it) => it.path.path === path.path),
      skipped: null,
    }),
    historyRead: bytes,
    historyText: bytes,
    historyPin: async ({ id, pinned }) => {
      versions = versions.map((it) => (it.id === id ? { ...it, pinned } : it));
      return find(id);
    },
    historyRestore: async ({ path, at, id, dryRun }) => {
      const before = new Map<string, string | undefined>();
      const changes: HistoryFile[] = [];
      for (const version of wanted(path.path, at, id)) {
        const [now, then] = [textOf(version.path.path), texts.get(version.id)];
        if (now === then) continue;
        before.set(version.path.path, now);
        const action = then === undefined ? "remove" : now === undefined ? "create" : "change";
        changes.push({ path: version.path, action, done: !dryRun, reason: null, error: null });
        if (dryRun) continue;
        put(version.path.path, then);
        add(version.path.path, then ?? null, { kind: "restored" });
      }
      if (!dryRun) undo = () => before.forEach((text, at) => put(at, text));
      return restored(path.path, dryRun, changes);
    },
    historyUndo: async () => {
      if (!undo) throw fault("notFound", "There is no restore to undo.");
      undo();
      undo = undefined;
      return restored("", false, []);
    },
    historyStatus: status,
    historyScan: status,
  };
  return { commands, add, onUndo: (next) => void (undo = next) };
}
