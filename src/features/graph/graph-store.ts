import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { LinkGraph } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { paramsOf, type GraphState } from "./graph-model";

export interface GraphStore {
  /** What was read last; it stays while the next is on its way. */
  graph: Accessor<LinkGraph | undefined>;
  fault: Accessor<unknown>;
  /** The reference that the graph at hand was asked for. */
  askedFor: Accessor<string | undefined>;
  load: () => Promise<void>;
}

/** How long the workspace has to be quiet before a graph is read again, in milliseconds. */
const QUIET = 800;

/** Lives in the reactive owner of its panel; while that is hidden nothing is asked for. */
export function createGraphStore(
  app: App,
  state: Accessor<GraphState>,
  isShown: Accessor<boolean>,
  now: () => number = Date.now,
): GraphStore {
  const [graph, setGraph] = createSignal<LinkGraph>();
  const [fault, setFault] = createSignal<unknown>();
  const [askedFor, setAskedFor] = createSignal<string>();
  const [changes, setChanges] = createSignal(0);
  let question = 0;
  const load = async (): Promise<void> => {
    const params = paramsOf(state(), now());
    if (!params) return;
    const asked = ++question;
    try {
      const found = await app.ipc.linkGraph(params);
      if (asked !== question) return;
      setGraph(found);
      setAskedFor(params.of);
      setFault(undefined);
    } catch (thrown) {
      if (asked === question) setFault(thrown);
    }
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => setChanges((count) => count + 1), QUIET);
  };
  let isGone = false;
  onCleanup(() => {
    isGone = true;
    clearTimeout(timer);
  });
  app.on("journalAppended", ({ events, more }) => {
    // Most of what the journal tells links nothing.
    const matters = more || events.some(({ kind }) => /^(link|task|git|document|run)\./.test(kind));
    if (matters && !isGone) soon();
  });
  const query = createMemo(() => JSON.stringify(paramsOf(state(), 0) ?? null));
  createEffect(
    on([query, changes, isShown], ([, , shown]) => {
      if (shown) void load();
    }),
  );
  return { graph, fault, askedFor, load };
}
