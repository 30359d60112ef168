/** What the Search view knows: its form, the hits, and where the cursor stands among them. */
import { batch, createEffect, createMemo, createSignal, on, untrack } from "solid-js";
import type { AppError } from "../../ipc/app-error";
import type { Hit, Ranked, SearchDone } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { wellFormed } from "../../kernel/well-formed";
import { keptHistory, remember } from "./query-history";
import { joinRows } from "./join-rows";
import { addHits, countOf, linesOf, unchanged, without, type ResultFile, type ResultLine } from "./results";
import { doneOf, frontOf, rankedFiles, rankedKey, rankedLines } from "./ranked-rows";
import { makeRankings } from "./run-ranked";
import { runSearch, type RunningSearch } from "./run-search";
import { asksTheSame, keptForm, queryOf, type SearchForm } from "./search-form";

export const VIEW = "search";
/** Hits that are asked for at most. */
const most = 100_000;
/** Rows of a ranking. */
export const mostRanked = 100;

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
  give: (title: string, hits: Hit[], isRanked?: boolean) => void;
  /** Whether what is shown are rows of a ranking, each for itself, and not hits by file. */
  ranked: () => boolean;
  /** Why nothing was looked for by meaning, where it should have been. */
  textOnly: () => Ranked["textOnly"];
  /** Whether some pieces cannot be found by meaning yet. */
  partial: () => boolean;
  /** The row under the mouse; it does not move when others come. */
  hover: (key: string | undefined) => void;
  lines: () => ResultLine[];
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

/** Whether a row is among new ones, and there are enough of them for its place. */
function keepsPlace(shown: ResultFile[], found: ResultFile[], key: string): boolean {
  const at = shown.findIndex((row) => rankedKey(row) === key);
  return at < found.length && found.some((row) => rankedKey(row) === key);
}

export function createSearchStore(app: App): SearchStore {
  const kept = app.sidebarState(VIEW);
  const [form, setForm] = createSignal(keptForm(kept));
  const [history, setHistory] = createSignal(keptHistory(kept));
  const [files, setFiles] = createSignal<ResultFile[]>([]);
  const [phase, setPhase] = createSignal<Phase>({ type: "idle" });
  const [collapsed, setCollapsed] = createSignal<ReadonlySet<string>>(new Set());
  const [cursor, setCursor] = createSignal<string>();
  const [ranked, setRanked] = createSignal(false);
  const [textOnly, setTextOnly] = createSignal<Ranked["textOnly"]>();
  const [partial, setPartial] = createSignal(false);
  const lines = createMemo(() => (ranked() ? rankedLines(files()) : linesOf(files(), collapsed())));
  const rank = makeRankings(app.ipc);
  let running: RunningSearch | undefined;
  let hovered: string | undefined;

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
  /** Puts rows of a ranking among those that are shown, around the one that somebody looks at. */
  const join = (hits: Hit[], isNew: boolean, isAgain: boolean): void => {
    const found = unchanged(files(), rankedFiles(hits), rankedKey);
    const looked = [cursor(), hovered].filter((key) => key !== undefined);
    // What is not found again has changed or is gone, and so may be what stood above it.
    const held = isAgain ? looked.filter((key) => keepsPlace(files(), found, key)) : looked;
    setFiles(isNew || !ranked() ? found : joinRows(files(), found, rankedKey, new Set(held)));
    setRanked(true);
  };
  const runRanked = (isNew: boolean): void => {
    const began = performance.now();
    let isFirst = isNew;
    const take = (hits: Hit[]): void => {
      if (isFirst) setCursor(undefined);
      join(hits, isFirst, !isNew);
      isFirst = false;
    };
    running = rank(queryOf(form()), mostRanked, frontOf(app), {
      text: (hits) => {
        // What is looked up again is there already.
        if (isNew) batch(() => take(hits));
      },
      done: (answer) =>
        batch(() => {
          take(answer.hits);
          setTextOnly(answer.textOnly);
          setPartial(answer.partial);
          setPhase({ type: "done", done: doneOf(answer, performance.now() - began) });
        }),
      failed: (fault) => show([], { type: "failed", fault }),
    });
  };
  /** Nothing is known that would keep meaning out. */
  const plain = (): void =>
    batch(() => {
      setTextOnly(undefined);
      setPartial(false);
    });
  const run = (): void => {
    stop();
    plain();
    if (form().query === "" || (form().meaning && form().query.trim() === ""))
      return show([], { type: "idle" });
    setPhase({ type: "running" });
    if (form().meaning) return runRanked(true);
    // Old hits stay until the first new ones are there, so that nothing flickers.
    let isFresh = true;
    const take = (hits: Hit[]): void =>
      batch(() => {
        if (isFresh) {
          setRanked(false);
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
    if (form().meaning) return runRanked(false);
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
    const { query, replacement, include, exclude } = { ...before, ...part };
    const texts = { query, replacement, include, exclude };
    for (const name of Object.keys(texts) as (keyof typeof texts)[]) texts[name] = wellFormed(texts[name]);
    setForm({ ...before, ...part, ...texts });
    keep();
    const isRetyped = part.query !== undefined && phase().type === "given";
    if (isRetyped || !asksTheSame(before, form())) run();
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
    give: (title, hits, isRanked = false) => {
      stop();
      batch(() => {
        plain();
        setCollapsed(new Set<string>());
        setRanked(isRanked);
        show(isRanked ? rankedFiles(hits) : addHits([], hits), { type: "given", title });
      });
    },
    ranked,
    textOnly,
    partial,
    hover: (key) => (hovered = key),
    lines,
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
      const at = lines().findIndex(({ key }) => key === line.key);
      setFiles((now) => without(now, line));
      const left = lines();
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
