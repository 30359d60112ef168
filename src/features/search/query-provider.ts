/** Everything in one field: `%`, or any text with fields, is a query that the core reads. */
import type { Hit } from "../../ipc/search-types";
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
import { hasFields } from "./query-fields";
import { explain } from "./query-words";
import { runSearch, type RunningSearch } from "./run-search";
import { emptyForm, queryOf } from "./search-form";

/** Hits that are listed; the Search view has all of them. */
const most = 60;
/** How long more is waited for once something was found, in milliseconds. */
const patience = 50;
/** Names that are offered behind `sym:`. */
const mostNames = 8;

/** A hit as a row of the palette: what matched, where, and by what. */
export function hitItem(hit: Hit, run: () => void | Promise<void>): QuickItem {
  const { path } = hit.path;
  const place = hit.kind === "file" ? path.split("/").slice(0, -1).join("/") : `${path}:${hit.line}`;
  const detail = [hit.kind === "text" ? "" : hit.kind, visiblePath(place), hit.why]
    .filter(Boolean)
    .join(" · ");
  const base = { id: `${hit.kind}:${path}:${hit.line}:${hit.column}`, detail, run };
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

export function queryProvider(app: App): QuickProvider {
  let running: RunningSearch | undefined;

  /** The first hits: all of a quick search, and of a slow one what there is. */
  const find = (query: string): Promise<Hit[]> =>
    new Promise((resolve, reject) => {
      running?.stop();
      let found: Hit[] = [];
      const search = queryOf({ ...emptyForm, query, fields: true });
      const end = (): void => {
        mine.stop();
        resolve(found);
      };
      const mine = runSearch(app.ipc, search, most, {
        hits: (hits) => {
          // Hits may come before there is anything to stop.
          if (found.length === 0) setTimeout(() => end(), patience);
          found = [...found, ...hits];
        },
        done: () => resolve(found),
        failed: reject,
      });
      running = mine;
    });
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
  const open = ({ path, line, column, ranges }: Hit): Promise<void> => {
    const length = ranges[0] ? ranges[0][1] - ranges[0][0] : 0;
    return app.commands.run("editor.openFile", { path, line, column, length, preview: false });
  };
  return {
    prefix: "%",
    title: "Text, symbols and files, with fields such as lang:",
    fits: hasFields,
    about: (query) => explain(query) ?? 'Words, "phrases", /expressions/, and fields; -word leaves out.',
    search: async (query) => {
      const values = valueCompletions(query).map(completed);
      const more = fieldCompletions(query).map(completed);
      if (query === "" || values.length > 0) {
        running?.stop();
        return [...values, ...more];
      }
      const [hits, symbols] = await Promise.all([find(query), names(query)]);
      const all: QuickItem = {
        id: "all",
        title: "Show all in the Search view",
        run: () => app.commands.run("search.query", query, true),
      };
      return [
        ...hits.map((hit) => hitItem(hit, () => open(hit))),
        ...(hits.length > 0 ? [all] : []),
        ...symbols.map(completed),
        ...more,
      ];
    },
  };
}
