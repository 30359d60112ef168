import type { Hit, Ranked, RankedParams } from "../search-types";
import type { FakeFiles } from "./files";
import { scan } from "./scan";

/** A ranking: lines that have words of the question, the most first, and what a test says is near in meaning. */
export function ranked(
  files: FakeFiles,
  { search, limit, like, likeRun }: RankedParams,
  near: Hit[] | Ranked["textOnly"],
): Ranked {
  const byText = like ? [] : byWords(files, search);
  const byMeaning = Array.isArray(near) ? near : [];
  const only = near && !Array.isArray(near) ? { textOnly: near } : {};
  if (search.syntax === "lexical") return { hits: byText.slice(0, limit), partial: false };
  if (search.syntax === "semantic") {
    if (near && !Array.isArray(near)) throw { code: "sidecarUnavailable", retryable: true, ...near };
    // Commands are a ranking of their own.
    const isForCommands = /\bkind:command\b/.test(search.query);
    const fitting = byMeaning.filter(({ kind }) => like || likeRun || (kind === "command") === isForCommands);
    const hits = fitting.slice(0, limit).map((hit) => ({ ...hit, lists: ["meaning"] }));
    return { hits, partial: false };
  }
  const same = (a: Hit, b: Hit): boolean => a.path.path === b.path.path && a.line === b.line;
  const first = byMeaning.map((hit) => {
    const also = byText.find((other) => same(hit, other));
    return also ? { ...also, lists: ["text", "meaning"] } : { ...hit, lists: ["meaning"] };
  });
  const rest = byText.filter((hit) => !first.some((other) => same(hit, other)));
  return { hits: [...first, ...rest].slice(0, limit), partial: false, ...only };
}

function byWords(files: FakeFiles, search: RankedParams["search"]): Hit[] {
  const words = search.query.split(/\s+/).filter(Boolean);
  const found = new Map<string, Hit>();
  for (const word of words) {
    const query = { ...search, query: word, syntax: "literal", case: "ignore" } as const;
    for (const hit of scan(files, query)) {
      const key = `${hit.path.path}:${hit.line}`;
      const before = found.get(key);
      const score = (before?.score ?? 0) + 1 / words.length;
      found.set(key, { ...hit, ranges: [], score, why: `it has ${word}`, lists: ["text"] });
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score);
}
