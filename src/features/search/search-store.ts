/** What the Search view knows: its form, the hits, and where the cursor stands among them. */
import { batch, createEffect, createMemo, createSignal, on, untrack } from "solid-js";
import type { AppError } from "../../ipc/app-error";
import type { Hit, SearchDone } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { keptHistory, remember } from "./query-history";
import { addHits, countOf, linesOf, unchanged, without, type ResultFile, type ResultLine } from "./results";
import { runSearch, type RunningSearch } from "./run-search";
import { asksTheSame, keptForm, queryOf, type SearchForm } from "./search-form";

export const VIEW = "search";
/** Hits that are asked for at most. */
const most = 100_000;

export type Phase =
  | { type: "idle" }
  | { type: "running" }
  | { type: "done"; done: SearchDone }
  | { type: "failed"; fault: AppError }
  /** Hits that something else found, such as references. */
  | { type: "given"; title: string };

export interface SearchStore {
  form: () => SearchForm;
  /** Another form; what is asked anew is searched at once, and what runs ends. */
  change: (part: Partial<SearchForm>) => void;
  run: () => void;
  /** Makes the same search again below what is shown, and changes only what differs. */
  refresh: () => void;
  stop: () => void;
  phase: () => Phase;
  /** Shows hits that were found elsewhere. */
  give: (title: string, hits: Hit[]) => void;
  files: () => ResultFile[];
  count: () => number;
  collapsed: () => ReadonlySet<string>;
  toggle: (file: ResultFile) => void;
  collapse: (all: boolean) => void;
  dismiss: (line: ResultLine) => void;
  /** The key of the line with the cursor. */
  cursor: () => string | undefined;
  setCursor: (key: string | undefined) => void;
  history: () => string[];
  remember: () => void;
}

export function createSearchStore(app: App): SearchStore {
  const kept = app.sidebarState(VIEW);
  const [form, setForm] = createSignal(keptForm(kept));
  const [history, setHistory] = createSignal(keptHistory(kept));
  const [files, setFiles] = createSignal<ResultFile[]>([]);
  const [phase, setPhase] = createSignal<Phase>({ type: "idle" });
  const [collapsed, setCollapsed] = createSignal<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = createSignal<string>();
  let running: RunningSearch | undefined;

  const show = (found: ResultFile[], next: Phase): void =>
    batch(() => {
      setFiles(found);
      setPhase(next);
    });
  const stop = (): void => {
    running?.stop();
    running = undefined;
    if (phase().type === "running") setPhase({ type: "idle" });
  };
  const run = (): void => {
    stop();
    if (form().query === "") return show([], { type: "idle" });
    setPhase({ type: "running" });
    // Old hits stay until the first new ones are there, so that nothing flickers.
    let isFresh = true;
    const take = (hits: Hit[]): void =>
      batch(() => {
        if (isFresh) {
          setCollapsed(new Set<string>());
          setCursor(undefined);
        }
        const before = isFresh ? [] : files();
        isFresh = false;
        setFiles(addHits(before, hits));
      });
    running = runSearch(app.ipc, queryOf(form()), most, {
      hits: take,
      done: (done) => show(isFresh ? [] : files(), { type: "done", done }),
      failed: (fault) => show([], { type: "failed", fault }),
    });
  };
  const refresh = (): void => {
    if (phase().type !== "done") return;
    running?.stop();
    let found: ResultFile[] = [];
    running = runSearch(app.ipc, queryOf(form()), most, {
      hits: (hits) => (found = addHits(found, hits)),
      done: (done) => show(unchanged(files(), found), { type: "done", done }),
      failed: (fault) => show([], { type: "failed", fault }),
    });
  };
  const keep = (): void => app.keepSidebarState(VIEW, { ...form(), history: history() });
  const change = (part: Partial<SearchForm>): void => {
    const before = form();
    setForm({ ...before, ...part });
    keep();
    if (!asksTheSame(before, form())) run();
  };
  // Another session's layout brings its own search.
  createEffect(
    on(
      () => app.sidebarState(VIEW),
      (state) => {
        const [wanted, now] = [keptForm(state), untrack(form)];
        if (JSON.stringify(wanted) === JSON.stringify(now)) return;
        setForm(wanted);
        setHistory(keptHistory(state));
        if (!asksTheSame(now, wanted)) untrack(run);
      },
      { defer: true },
    ),
  );

  return {
    form,
    change,
    run,
    refresh,
    stop,
    phase,
    give: (title, hits) => {
      stop();
      setCollapsed(new Set<string>());
      show(addHits([], hits), { type: "given", title });
    },
    files,
    count: createMemo(() => countOf(files())),
    collapsed,
    toggle: ({ key }) =>
      setCollapsed((now) => {
        const next = new Set(now);
        if (!next.delete(key)) next.add(key);
        return next;
      }),
    collapse: (all) => setCollapsed(new Set(all ? files().map(({ key }) => key) : [])),
    dismiss: (line) => {
      const lines = linesOf(files(), collapsed());
      const at = lines.findIndex(({ key }) => key === line.key);
      setFiles((now) => without(now, line));
      const left = linesOf(files(), collapsed());
      setCursor(left[Math.min(at, left.length - 1)]?.key);
    },
    cursor,
    setCursor: (key) => void setCursor(key),
    history,
    remember: () => {
      setHistory((now) => remember(now, form().query));
      keep();
    },
  };
}
