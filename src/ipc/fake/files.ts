import type { EntryKind, TreeEntry, UiEvent, WirePath } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import { subsequence } from "./find";

type Names =
  | "treeList"
  | "treeCreate"
  | "treeMove"
  | "treeDuplicate"
  | "treeTrash"
  | "treeRestore"
  | "fileFind"
  | "fileRead"
  | "fileBytes";

export interface FakeFiles {
  commands: Pick<Ipc, Names>;
  /** Contents by path. */
  contents: Map<string, Uint8Array>;
  read: (path: string) => Uint8Array;
  /** Writes as something outside would, and tells the page. */
  write: (path: string, content: string | Uint8Array) => void;
  remove: (path: string) => void;
  /** Calls back after each change, with the old and the new path when it was a move. */
  watch: (listener: (moved?: [string, string]) => void) => void;
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));
const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const toBuffer = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer;
const ignored = (path: string): boolean => /(^|\/)(target|node_modules|\.git)(\/|$)/.test(path);

export function makeFiles(
  initial: Record<string, string | Uint8Array>,
  emit: (event: UiEvent) => void,
): FakeFiles {
  const contents = new Map<string, Uint8Array>();
  const folders = new Set<string>([""]);
  const trashed = new Map<string, [string, Uint8Array | null][]>();

  const watchers: ((moved?: [string, string]) => void)[] = [];
  const changed = (...paths: string[]): void => {
    for (const watcher of watchers) watcher();
    const unique = [...new Set(paths.map(parentOf))];
    emit({ type: "filesChanged", folders: unique.map((path) => ({ path: { path } })), rescan: false });
  };
  const addFolder = (path: string): void => {
    for (let at = path; at !== ""; at = parentOf(at)) folders.add(at);
  };
  const put = (path: string, content: string | Uint8Array): void => {
    addFolder(parentOf(path));
    contents.set(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
  };
  for (const [path, content] of Object.entries(initial)) put(path, content);

  const kindAt = (path: string): EntryKind => {
    if (folders.has(path)) return "folder";
    if (contents.has(path)) return "file";
    throw fault("notFound", `There is no ${path}.`, "It may have been moved or deleted.");
  };
  const entry = (path: string): TreeEntry => ({
    name: nameOf(path),
    path: { path },
    kind: kindAt(path),
    target: null,
    size: contents.get(path)?.length ?? 0,
    ignored: ignored(path),
  });
  const under = (path: string): [string, Uint8Array | null][] => {
    const inside = (at: string): boolean => at === path || at.startsWith(`${path}/`);
    return [
      ...[...folders].filter(inside).map((at): [string, null] => [at, null]),
      ...[...contents].filter(([at]) => inside(at)),
    ];
  };
  const take = (path: string): [string, Uint8Array | null][] => {
    kindAt(path);
    const taken = under(path);
    for (const [at] of taken) {
      folders.delete(at);
      contents.delete(at);
    }
    return taken;
  };
  const give = (items: [string, Uint8Array | null][]): void => {
    for (const [at, content] of items) {
      if (content === null) addFolder(at);
      else put(at, content);
    }
  };
  const free = (path: string): void => {
    if (folders.has(path) || contents.has(path)) {
      throw fault("conflict", `${path} exists already.`, "Choose another name.");
    }
  };
  const read = (path: string): Uint8Array => {
    const content = contents.get(path);
    if (content === undefined) throw fault("notFound", `There is no ${path}.`, "It may have been moved.");
    return content;
  };

  const commands: FakeFiles["commands"] = {
    treeList: async ({ path: { path } }) => {
      if (kindAt(path) !== "folder") throw fault("invalid", `${path} is not a folder.`);
      const all = [...folders, ...contents.keys()].filter((at) => at !== "" && parentOf(at) === path);
      const rank = (at: TreeEntry): number => (at.kind === "folder" ? 0 : 1);
      const entries = all.map(entry);
      entries.sort((a, b) => rank(a) - rank(b) || collator.compare(a.name, b.name));
      return { entries };
    },
    treeCreate: async ({ path: { path }, kind }) => {
      free(path);
      if (kind === "folder") addFolder(path);
      else put(path, "");
      changed(path);
      return entry(path);
    },
    treeMove: async ({ from, to }) => {
      free(to.path);
      give(take(from.path).map(([at, content]) => [to.path + at.slice(from.path.length), content]));
      for (const watcher of watchers) watcher([from.path, to.path]);
      changed(from.path, to.path);
      return entry(to.path);
    },
    treeDuplicate: async ({ path: { path } }) => {
      const name = nameOf(path);
      const dot = name.lastIndexOf(".");
      const copied = dot > 0 ? `${name.slice(0, dot)} copy${name.slice(dot)}` : `${name} copy`;
      const to = parentOf(path) === "" ? copied : `${parentOf(path)}/${copied}`;
      free(to);
      give(under(path).map(([at, content]) => [to + at.slice(path.length), content]));
      changed(to);
      return entry(to);
    },
    treeTrash: async ({ paths }) => {
      const token = `trash-${trashed.size + 1}`;
      trashed.set(
        token,
        paths.flatMap(({ path }) => take(path)),
      );
      changed(...paths.map(({ path }) => path));
      return { token, count: paths.length };
    },
    treeRestore: async ({ token }) => {
      const items = trashed.get(token);
      if (!items) throw fault("notFound", "What was deleted is no longer in the trash.");
      give(items);
      changed(...items.map(([path]) => path));
      return {};
    },
    fileFind: async ({ query, limit }) => {
      const paths = [...contents.keys()].filter((path) => !ignored(path));
      const matches = paths.flatMap((path) => {
        const positions = subsequence(path, query);
        return positions ? [{ path: { path }, positions, recent: false }] : [];
      });
      matches.sort((a, b) => a.path.path.length - b.path.path.length);
      const shown = matches.slice(0, limit);
      return { matches: shown, matched: matches.length, total: paths.length, scanning: false };
    },
    fileRead: async ({ path }: { path: WirePath }) => toBuffer(read(path.path)),
    fileBytes: async ({ path, offset, length }) =>
      toBuffer(read(path.path).subarray(offset, offset + length)),
  };
  return {
    commands,
    contents,
    read,
    write: (path, content) => {
      put(path, content);
      changed(path);
    },
    remove: (path) => {
      take(path);
      changed(path);
    },
    watch: (listener) => void watchers.push(listener),
  };
}
