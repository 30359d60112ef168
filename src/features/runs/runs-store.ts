/** The commands that the panel shows: asked for as the person types, the last question wins. */
import { createSignal, type Accessor } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { NO_FILTERS, paramsOf, type RunFilters, type Surroundings } from "./run-filters";

export type RunsPhase = "loading" | "listed" | "failed";

export interface RunsStore {
  phase: Accessor<RunsPhase>;
  fault: Accessor<unknown>;
  runs: Accessor<RunInfo[]>;
  query: Accessor<string>;
  filters: Accessor<RunFilters>;
  around: Accessor<Surroundings>;
  setQuery(query: string): void;
  toggle(filter: keyof RunFilters): void;
  /** Begins anew for a terminal, with what is typed at its prompt. */
  begin(query: string, folder: string | undefined): void;
  /** Asks again with what stands there. */
  ask(): Promise<void>;
  /** Asks for what stands behind the last row. */
  more(): Promise<void>;
  /** Forgets a command everywhere; the list is asked for again. */
  forget(run: RunInfo): Promise<void>;
  /** What is kept of the output; empty when nothing is. */
  output(run: RunInfo): Promise<string>;
}

export function createRunsStore(app: App): RunsStore {
  const [phase, setPhase] = createSignal<RunsPhase>("loading");
  const [fault, setFault] = createSignal<unknown>();
  const [runs, setRuns] = createSignal<RunInfo[]>([]);
  const [query, setQuery] = createSignal("");
  const [filters, setFilters] = createSignal<RunFilters>(NO_FILTERS);
  const [around, setAround] = createSignal<Surroundings>({ folder: undefined, branch: undefined });
  let asked = 0;
  let hasMore = false;
  let isLoadingMore = false;

  const list = async (after: string | null): Promise<void> => {
    const number = (asked += 1);
    try {
      const answer = await app.ipc.runList(paramsOf(query(), filters(), around(), after));
      if (number !== asked) return;
      hasMore = answer.more;
      setRuns((before) => (after === null ? answer.runs : [...before, ...answer.runs]));
      setPhase("listed");
    } catch (error) {
      if (number !== asked) return;
      setFault(error);
      setPhase("failed");
    }
  };
  const ask = (): Promise<void> => list(null);

  return {
    phase,
    fault,
    runs,
    query,
    filters,
    around,
    ask,
    setQuery(text) {
      setQuery(text);
      void ask();
    },
    toggle(filter) {
      setFilters((now) => ({ ...now, [filter]: !now[filter] }));
      void ask();
    },
    begin(text, folder) {
      setQuery(text);
      setRuns([]);
      setPhase("loading");
      setAround((now) => ({ ...now, folder }));
      app.ipc.gitStatus({}).then(
        ({ branch }) => setAround((now) => ({ ...now, branch: branch ?? undefined })),
        // Without a branch its filter is not offered.
        () => undefined,
      );
      void ask();
    },
    async more() {
      const last = runs().at(-1);
      if (!hasMore || isLoadingMore || !last) return;
      isLoadingMore = true;
      await list(last.id).finally(() => (isLoadingMore = false));
    },
    async forget(run) {
      await app.ipc.journalForget({ subject: `run:${run.id}`, text: null, since: null });
      await ask();
    },
    output: async ({ id, outputBytes }) =>
      outputBytes === 0 ? "" : new TextDecoder().decode(await app.ipc.runOutput({ id })),
  };
}
