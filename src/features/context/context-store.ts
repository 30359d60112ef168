/** What is known around what is in front, asked for a moment after it changed and while somebody looks. */
import { createEffect, createSignal, on, onCleanup, untrack, type Accessor } from "solid-js";
import type { ContextRow, LinkGraph } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { untilStarted } from "../../ui/after-start";
import { createFront, type Front } from "./front";
import { linkedOf, type Linked } from "./context-rows";
import { mattersNow } from "./matters";

/** How long it has to be quiet before it is asked again, in milliseconds: after a move, and after an event. */
const quiet = { front: 150, journal: 800 };
/** How many links are asked for at first, how many more each time, and how many at the most. */
const LINKED = { first: 200, most: 5_000 };
const MOST_MATTERS = 8;
/** What a reference names that has no name of its own. */
const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface Around {
  /** What these answers are about. */
  front: Front | undefined;
  linked: Linked[];
  /** Whether there are more links than are shown. */
  more: boolean;
  matters: ContextRow[];
  /** Why what matters could not be read. */
  mattersFault: unknown;
}

export interface ContextStore {
  front: Accessor<Front | undefined>;
  /** The last answers; nothing before the first. */
  around: Accessor<Around | undefined>;
  /** Why the links could not be read. */
  fault: Accessor<unknown>;
  /** Asks now. */
  load: () => Promise<void>;
  /** Asks for more links. */
  loadMore: () => Promise<void>;
}

/** Lives in the reactive owner of its panel. */
export function createContextStore(app: App, shown: Accessor<boolean>): ContextStore {
  const [around, setAround] = createSignal<Around>();
  const [fault, setFault] = createSignal<unknown>();
  const front = createFront(app, shown);
  let question = 0;
  /** Whether something changed since the last answer. */
  let isBehind = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let limit = LINKED.first;

  const load = async (): Promise<void> => {
    clearTimeout(timer);
    const asked = ++question;
    isBehind = false;
    const at = untrack(front);
    // Where no symbol is meant, all those of the file are.
    const isWhole = at?.of.length === 1 && /^(file|note):/.test(at.of[0] ?? "");
    const graphs = Promise.all(
      (at?.of ?? []).map((of) =>
        app.ipc.linkGraph({ of, depth: 1, kinds: null, since: null, suggestions: true, limit }),
      ),
    );
    // The file says more of what matters than a symbol in it, and is not listed itself.
    const beside = at?.of.find((ref) => ref.startsWith("file:")) ?? at?.of[0] ?? null;
    const now = untrack(() => mattersNow(app, beside, MOST_MATTERS));
    const [links, matters] = await Promise.allSettled([graphs, now] as const);
    if (asked !== question) return;
    setFault(links.status === "rejected" ? links.reason : undefined);
    const found: LinkGraph[] = links.status === "fulfilled" ? links.value : [];
    const root = found[0]?.things[0];
    // A task is known by its title, and its id alone says little; that of a file says nothing.
    const task = root?.ref.startsWith("task:") ? `${root.ref.slice("task:".length)} ` : "";
    const id = root?.kind === "task" ? task : isId.test(at?.name ?? "") ? "" : undefined;
    const title = at && root && id !== undefined ? { ...at, name: id + root.title } : at;
    setAround({
      front: title,
      linked: linkedOf(found, isWhole),
      more: limit < LINKED.most && found.some(({ more }) => more),
      matters: matters.status === "fulfilled" ? matters.value : [],
      mattersFault: matters.status === "rejected" ? matters.reason : undefined,
    });
  };
  const soon = (wait: number): void => {
    isBehind = true;
    clearTimeout(timer);
    // While nobody looks it is enough to know that there is something to ask.
    if (untrack(shown)) timer = setTimeout(() => void load(), Math.max(wait, untilStarted()));
  };
  createEffect(
    on(front, () => {
      limit = LINKED.first;
      soon(quiet.front);
    }),
  );
  createEffect(on(shown, (looks) => looks && isBehind && soon(quiet.front)));
  for (const type of ["journalAppended", "runEnded", "ownerChanged"] as const)
    app.on(type, () => soon(quiet.journal));
  onCleanup(() => {
    clearTimeout(timer);
    question += 1;
  });
  const loadMore = (): Promise<void> => {
    limit = Math.min(LINKED.most, limit * 5);
    return load();
  };
  return { front, around, fault, load, loadMore };
}
