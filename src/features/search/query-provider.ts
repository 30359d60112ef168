/** Everything in one field: `%`, or any text with fields, is a query that the core reads. */
import type { Hit, HitKind } from "../../ipc/search-types";
import type { App, QuickItem, QuickProvider } from "../../kernel/app";
import { visible, visiblePath } from "../../ui/visible-name";
import { excerpt, wide } from "./excerpt";
import {
  fieldCompletions,
  symbolBegun,
  symbolCompletions,
  valueCompletions,
  type Completion,
} from "./query-complete";
import { hasFields, meansKinds, namesKinds } from "./query-fields";
import { explain } from "./query-words";
import { runSearch, type RunningSearch } from "./run-search";
import { emptyForm, queryOf } from "./search-form";

/** Hits that are listed of a query that names its kinds; the Search view has all of them. */
const most = 60;
/** Hits of each kind that are listed of one that does not, so that none hides the others. */
const ofEach: [kind: HitKind, most: number][] = [
  ["file", 8],
  ["note", 6],
  ["task", 6],
  ["command", 6],
  ["symbol", 12],
  ["text", 40],
];
/** Hits that stand below the names of files for a plain text, from so many letters on. */
const beside: [kind: HitKind, most: number][] = [
  ["note", 3],
  ["task", 3],
  ["command", 3],
  ["symbol", 5],
  ["text", 7],
];
const besideFrom = 3;
/** Rows by meaning that come behind those; one word is a name rather than something that is meant. */
const mostBehind = 6;
/** Of commands that ran, which stand in a ranking of their own. */
const mostCommands = 3;
/** How long more is waited for once something was found, in milliseconds. */
const patience = 50;
/** Names that are offered behind `sym:`. */
const mostNames = 8;

/** A hit as a row of the palette: what matched, where, and by what. */
export function hitItem(hit: Hit, run: () => void | Promise<void>): QuickItem {
  if (hit.kind === "command") return commandItem(hit, run);
  const { path } = hit.path;
  const place = hit.kind === "file" ? path.split("/").slice(0, -1).join("/") : `${path}:${hit.line}`;
  const detail = [hit.kind === "text" ? "" : hit.kind, visiblePath(place), hit.why]
    .filter(Boolean)
    .join(" · ");
  const at = hit.kind === "file" ? {} : { place: { path: hit.path, line: hit.line } };
  const base = { id: `${hit.kind}:${path}:${hit.line}:${hit.column}`, detail, ...at, run };
  if (hit.kind === "file") {
    const cut = path.lastIndexOf("/") + 1;
    const marks = hit.ranges.flatMap(([from, to]) =>
      Array.from({ length: to - from }, (_, at) => from + at - cut),
    );
    const name = visible(path.slice(cut), hit.text === path ? marks.filter((at) => at >= 0) : []);
    return { ...base, title: name.text, positions: name.positions };
  }
  let title = "";
  const positions: number[] = [];
  for (const { text, kind } of excerpt(hit.text, hit.ranges, wide)) {
    if (kind === "match") for (let at = 0; at < text.length; at++) positions.push(title.length + at);
    title += text;
  }
  return { ...base, title, positions };
}

/** A command that ran: what was typed, where, and how it ended. */
function commandItem({ ref = "", path, text, why }: Hit, run: QuickItem["run"]): QuickItem {
  const detail = ["command", visiblePath(path.path), why].filter(Boolean).join(" · ");
  return { id: ref, title: visible(text, []).text, detail, run };
}

export function queryProvider(app: App): QuickProvider {
  let running: RunningSearch[] = [];
  const stop = (): void => {
    running.forEach((search) => search.stop());
    running = [];
  };

  /** The first hits: all of a quick search, and of a slow one what there is. */
  const find = (query: string, kinds: HitKind[] | null, limit: number): Promise<Hit[]> =>
    new Promise((resolve, reject) => {
      let found: Hit[] = [];
      const search = { ...queryOf({ ...emptyForm, query, fields: true }), kinds };
      const end = (): void => {
        mine.stop();
        resolve(found);
      };
      const mine = runSearch(app.ipc, search, limit, {
        hits: (hits) => {
          // Hits may come before there is anything to stop.
          if (found.length === 0) setTimeout(() => end(), patience);
          found = [...found, ...hits];
        },
        done: () => resolve(found),
        failed: reject,
      });
      running.push(mine);
    });
  const findEach = async (query: string, kinds: typeof ofEach): Promise<Hit[]> => {
    const found = await Promise.allSettled(kinds.map(([kind, limit]) => find(query, [kind], limit)));
    const failed = found.find((result) => result.status === "rejected");
    // What cannot be read fails for every kind.
    if (failed && found.every(({ status }) => status === "rejected")) throw failed.reason;
    return found.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  };
  const completed = ({ query, about }: Completion): QuickItem => ({
    id: `complete:${query}`,
    title: query,
    detail: about,
    run: () => app.commands.run("palette.show", `%${query}`),
  });
  const names = async (query: string): Promise<Completion[]> => {
    const begun = symbolBegun(query);
    if (begun === undefined) return [];
    const rows = await app.ipc.symbolsFind({ query: begun, limit: mostNames });
    return symbolCompletions(
      query,
      rows.map(({ name }) => name),
    );
  };
  const byMeaning = async (query: string, limit: number): Promise<QuickItem[]> => {
    const search = { ...queryOf({ ...emptyForm, query }), syntax: "semantic" as const, kinds: null };
    const { hits } = await app.ipc.searchRanked({ search, limit });
    return hits.map((hit) => hitItem({ ...hit, why: "meaning" }, () => open(hit)));
  };
  const open = ({ kind, path, line, column, ranges, text }: Hit): Promise<void> => {
    if (kind === "command") return app.commands.run("runs.show", text);
    const length = ranges[0] ? ranges[0][1] - ranges[0][0] : 0;
    return app.commands.run("editor.openFile", { path, line, column, length, preview: false });
  };
  return {
    prefix: "%",
    title: "Text, symbols and files, with fields such as lang:",
    fits: hasFields,
    beside: async (query) => {
      stop();
      if (query.length < besideFrom || app.workspace() === null) return [];
      // A text that is no query yet has names of files still.
      const hits = await findEach(query, beside).catch(() => []);
      return hits.map((hit) => hitItem(hit, () => open(hit)));
    },
    behind: async (query) => {
      if (query.length < besideFrom || app.workspace() === null || !query.includes(" ")) return [];
      const rows = [byMeaning(query, mostBehind), byMeaning(`kind:command ${query}`, mostCommands)];
      return (await Promise.all(rows)).flat();
    },
    behindOwn: async (query) =>
      app.workspace() !== null && meansKinds(query) ? byMeaning(query, mostBehind) : [],
    about: (query) => explain(query) ?? 'Words, "phrases", /expressions/, and fields; -word leaves out.',
    search: async (query) => {
      const values = valueCompletions(query).map(completed);
      const more = fieldCompletions(query).map(completed);
      if (query === "" || values.length > 0) {
        stop();
        return [...values, ...more];
      }
      stop();
      const all = namesKinds(query) ? find(query, null, most) : findEach(query, ofEach);
      const [hits, symbols] = await Promise.all([all, names(query)]);
      const rest: QuickItem = {
        id: "all",
        title: "Show all in the Search view",
        run: () => app.commands.run("search.query", query, true),
      };
      return [
        ...hits.map((hit) => hitItem(hit, () => open(hit))),
        ...(hits.length > 0 ? [rest] : []),
        ...symbols.map(completed),
        ...more,
      ];
    },
  };
}
