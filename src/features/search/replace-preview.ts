/** What replacing would do, laid over the hits that it changes. */
import type { ReplaceFile, ReplaceMatch } from "../../ipc/search-types";
import { pathKey, type ResultFile, type ResultHit } from "./results";

/** The files of a preview as the list shows them; those that are left alone are not among them. */
export function previewFiles(files: ReplaceFile[], results: ResultFile[]): ResultFile[] {
  const known = new Map(results.map((file) => [file.key, file]));
  return files.flatMap(({ path, hash, hits, reason }): ResultFile[] => {
    if (reason || hits.length === 0) return [];
    const key = pathKey(path);
    const byLine = new Map((known.get(key)?.hits ?? []).map((hit) => [hit.line, hit]));
    const numbers = new Map<number, number[]>();
    hits.forEach(({ line }, number) => numbers.set(line, [...(numbers.get(line) ?? []), number]));
    const rows = [...numbers].map(([line, matches]): ResultHit => {
      const found = matches.flatMap((number) => hits[number] ?? []);
      return { ...lineOf(byLine.get(line), found, { path, line }), matches };
    });
    return [{ key, path, hash, hits: rows }];
  });
}

/** The line of some matches, before and after; only the matches themselves where the line is another by now. */
function lineOf(
  hit: ResultHit | undefined,
  matches: ReplaceMatch[],
  place: Pick<ResultHit, "path" | "line">,
): ResultHit {
  const fits =
    hit?.ranges.length === matches.length &&
    hit.ranges.every(([from, to], index) => hit.text.slice(from, to) === matches[index]?.from);
  if (hit && fits) return { ...hit, replaced: withMatches(hit.text, hit.ranges, matches) };
  const ranges: [number, number][] = [];
  let text = "";
  for (const { from } of matches) {
    if (text !== "") text += " … ";
    ranges.push([text.length, text.length + from.length]);
    text += from;
  }
  const column = matches[0]?.column ?? 1;
  const replaced = withMatches(text, ranges, matches);
  return { ...place, kind: "text", column, text, ranges, replaced, score: 0, why: "" };
}

function withMatches(text: string, ranges: [number, number][], matches: ReplaceMatch[]): string {
  let at = 0;
  let made = "";
  ranges.forEach(([from, to], index) => {
    made += text.slice(at, from) + (matches[index]?.to ?? "");
    at = to;
  });
  return made + text.slice(at);
}
