/** The links of things, asked for when somebody looks, and the names of what they lead to. */
import { createSignal, type Accessor } from "solid-js";
import type { Link } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { nameRef } from "./ref-names";
import { shortRef } from "./refs";

/** A link as it is seen from one of its ends. */
export interface SeenLink {
  link: Link;
  /** The other end; a file by its path. */
  to: string;
}

/** The ends of a link, with files by their paths. */
function endsOf({ from, to, fromFile, toFile }: Link): [string, string] {
  return [fromFile ? `file:${fromFile.path}` : from, toFile ? `file:${toFile.path}` : to];
}

export interface LinkStore {
  /** The links of a thing, as far as they are known; asks for them the first time. Reactive. */
  of(ref: string): readonly SeenLink[];
  /** What a reference is called; a short form of it until that is known. Reactive. */
  name(ref: string): string;
  add(from: string, to: string): Promise<void>;
  remove(link: Link): Promise<void>;
}

/** Where the link of an event leads. */
function otherEnd(payload: string | null): string | undefined {
  try {
    const { to } = JSON.parse(payload ?? "{}") as { to?: unknown };
    return typeof to === "string" ? to : undefined;
  } catch {
    return undefined;
  }
}

/** Things whose links are remembered. */
const MOST = 2_000;

/** Values by key that are asked for once; the oldest go. */
function makeCache<V>(first: V, load: (key: string) => Promise<V>, onFault: (thrown: unknown) => void) {
  const known = new Map<string, { value: Accessor<V>; set: (value: V) => void }>();
  const entry = (key: string) => {
    const there = known.get(key);
    if (there) return there;
    const [value, setValue] = createSignal<V>(first);
    const made = { value, set: (now: V) => void setValue(() => now) };
    known.set(key, made);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    void load(key).then(made.set, (thrown: unknown) => {
      // Asked again when somebody looks the next time.
      if (known.get(key) === made) known.delete(key);
      onFault(thrown);
    });
    return made;
  };
  return {
    get: (key: string) => entry(key).value(),
    refresh: async (key: string) => entry(key).set(await load(key)),
    keys: () => [...known.keys()],
  };
}

export function createLinkStore(app: App): LinkStore {
  const seen = (ref: string, links: Link[]): SeenLink[] =>
    links.map((link) => {
      const [from, to] = endsOf(link);
      return { link, to: from === ref || link.from === ref ? to : from };
    });
  const tell = (thrown: unknown): void => {
    const notice = failureNotice(thrown);
    if (notice) app.notify(notice);
  };
  let isTold = false;
  const links = makeCache<readonly SeenLink[]>(
    [],
    async (ref) => seen(ref, (await app.ipc.linkList({ of: ref })).links),
    (thrown) => {
      // Each thing on the screen asks; one word about it is enough.
      if (!isTold) tell(thrown);
      isTold = true;
    },
  );
  const names = makeCache<string | undefined>(
    undefined,
    (ref) => nameRef(app, ref),
    // The reference itself stands there then, and leads to the same.
    () => undefined,
  );
  const refresh = async (link: Link): Promise<void> => {
    const ends = [link.from, link.to, ...endsOf(link)];
    for (const ref of links.keys()) if (ends.includes(ref)) await links.refresh(ref);
  };
  // Links are also made by scripts and by other windows.
  app.on("journalAppended", ({ events, more }) => {
    const ends = events
      .filter(({ kind }) => kind.startsWith("link."))
      .flatMap(({ subject, payload }) => [subject, otherEnd(payload)]);
    const touched = links.keys().filter((ref) => more || ends.includes(ref));
    for (const ref of touched) links.refresh(ref).catch(tell);
  });
  return {
    of: links.get,
    name: (ref) => names.get(ref) ?? shortRef(ref),
    async add(from, to) {
      await refresh(await app.ipc.linkAdd({ from, to }));
    },
    async remove(link) {
      try {
        await app.ipc.linkRemove({ id: link.id });
        app.notify({
          level: "info",
          message: "The link was removed.",
          actions: [
            {
              title: "Undo",
              run: async () => {
                await app.ipc.linkAdd({ from: link.from, to: link.to });
                await refresh(link);
              },
            },
          ],
        });
      } catch (thrown) {
        tell(thrown);
      }
      await refresh(link);
    },
  };
}
