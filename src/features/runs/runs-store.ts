/** The commands that the panel shows: asked for as the person types, the last question wins. */
import { createMemo, createSignal, type Accessor } from "solid-js";
import type { RunInfo } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { runById } from "../links";
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
  /** The number of the marked row. */
  marked: Accessor<number>;
  mark(row: number): void;
  /** Marks the next row. */
  step(): void;
  /** Begins anew for a terminal, with what is typed at its prompt. */
  begin(query: string, folder: string | undefined): void;
  /** Begins anew with one command, and all others below it. */
  beginAt(id: string, folder: string | undefined): Promise<void>;
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
  const [listed, setRuns] = createSignal<RunInfo[]>([]);
  /** The command that was asked for by its name; it stands first until something else is asked for. */
  const [chosen, setChosen] = createSignal<RunInfo>();
  const [marked, setMarked] = createSignal(0);
  const [query, setQuery] = createSignal("");
  const [filters, setFilters] = createSignal<RunFilters>(NO_FILTERS);
  const [around, setAround] = createSignal<Surroundings>({ folder: undefined, branch: undefined });
  let asked = 0;
  let hasMore = false;
  let isLoadingMore = false;
  /** How long until the rest of a long history is asked for again, in milliseconds. */
  const again = 150;

  const list = async (after: string | null): Promise<void> => {
    const number = (asked += 1);
    try {
      const answer = await app.ipc.runList(paramsOf(query(), filters(), around(), after));
      if (number !== asked) return;
      hasMore = answer.more;
      setRuns((before) => (after === null ? answer.runs : [...before, ...answer.runs]));
      setPhase("listed");
      // The newest come first; what else fits joins when it is read.
      if (answer.partial && after === null) setTimeout(() => void (number === asked && ask()), again);
    } catch (error) {
      if (number !== asked) return;
      setFault(error);
      setPhase("failed");
    }
  };
  const ask = (): Promise<void> => list(null);
  const runs = createMemo((): RunInfo[] => {
    const first = chosen();
    return first ? [first, ...listed().filter(({ id }) => id !== first.id)] : listed();
  });
  const anew = (): void => {
    setChosen(undefined);
    setMarked(0);
    void ask();
  };
  const mark = (row: number): void => {
    setMarked(Math.max(0, Math.min(runs().length - 1, row)));
  };
  const start = (text: string, folder: string | undefined): void => {
    setQuery(text);
    setRuns([]);
    setPhase("loading");
    setAround((now) => ({ ...now, folder }));
    app.ipc.gitStatus({}).then(
      ({ branch }) => setAround((now) => ({ ...now, branch: branch ?? undefined })),
      // Without a branch its filter is not offered.
      () => undefined,
    );
  };

  return {
    phase,
    fault,
    runs,
    query,
    filters,
    around,
    ask,
    marked,
    mark,
    step: () => mark(marked() + 1),
    setQuery(text) {
      setQuery(text);
      anew();
    },
    toggle(filter) {
      setFilters((now) => ({ ...now, [filter]: !now[filter] }));
      anew();
    },
    begin(text, folder) {
      start(text, folder);
      anew();
    },
    async beginAt(id, folder) {
      const run = await runById(app, id);
      setFilters(NO_FILTERS);
      start("", folder);
      anew();
      setChosen(run);
    },
    async more() {
      const last = listed().at(-1);
      if (!hasMore || isLoadingMore || !last) return;
      isLoadingMore = true;
      await list(last.id).finally(() => (isLoadingMore = false));
    },
    async forget(run) {
      await app.ipc.journalForget({ subject: `run:${run.id}`, text: null, since: null });
      if (chosen()?.id === run.id) setChosen(undefined);
      await ask();
    },
    output: async ({ id, outputBytes }) =>
      outputBytes === 0 ? "" : new TextDecoder().decode(await app.ipc.runOutput({ id })),
  };
}
