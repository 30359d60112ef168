/** How the backend in memory searches: every file, line by line, with the page's own expressions. */
import type { Hit, SearchQuery } from "../search-types";
import { fault } from "./fault";
import type { FakeFiles } from "./files";

const languages: Record<string, string> = { rs: "rust", py: "python", ts: "typescript", md: "markdown" };

/** A query as this backend understands it: words, and the fields that choose files and kinds. */
interface Plan {
  expression: RegExp;
  /** Every word has to be on the line. */
  words: string[];
  kinds: string[];
  accepts: (path: string) => boolean;
}

export function planOf(search: SearchQuery): Plan {
  const fields: [string, string][] = [];
  let text = search.query;
  if (search.syntax === "query") {
    text = text.replaceAll(
      /(?:^|\s)(kind|lang|path|sym|since):(\S*)/g,
      (_all, name: string, value: string) => {
        fields.push([name, value]);
        return "";
      },
    );
  }
  const valuesOf = (name: string): string[] => fields.filter(([of]) => of === name).map(([, value]) => value);
  const words =
    search.syntax === "query" ? [...text.split(/\s+/), ...valuesOf("sym")].filter(Boolean) : [text];
  const kinds = [...(search.kinds ?? []), ...valuesOf("kind"), ...(valuesOf("sym").length ? ["symbol"] : [])];
  const globs = [...search.paths, ...valuesOf("path")];
  return {
    expression: expressionOf(search, words),
    words,
    kinds: kinds.length > 0 ? kinds : ["text"],
    accepts: (path) => {
      const extension = path.slice(path.lastIndexOf(".") + 1);
      const langs = valuesOf("lang");
      if (langs.length > 0 && !langs.includes(languages[extension] ?? extension)) return false;
      if (!search.hidden && /(^|\/)\./.test(path)) return false;
      if (!search.ignored && /(^|\/)(target|node_modules|\.git)\//.test(path)) return false;
      const [out, wanted] = [true, false].map((not) => globs.filter((glob) => glob.startsWith("!") === not));
      if (out?.some((glob) => globMatches(glob.slice(1), path))) return false;
      return !wanted?.length || wanted.some((glob) => globMatches(glob, path));
    },
  };
}

function expressionOf(search: SearchQuery, words: string[]): RegExp {
  const quoted = words.map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const source = search.syntax === "regex" ? search.query : quoted.join("|");
  const ignores =
    search.case === "ignore" || (search.case === "smart" && search.query === search.query.toLowerCase());
  try {
    return new RegExp(search.word ? `\\b(?:${source})\\b` : source, ignores ? "giu" : "gu");
  } catch {
    throw fault("invalid", "regex parse error: unclosed group, at character 1.", "Close what is opened.");
  }
}

function globMatches(glob: string, path: string): boolean {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**", "\0")
    .replaceAll("*", "[^/]*")
    .replaceAll("\0", ".*");
  return new RegExp(glob.includes("/") ? `^${source}$` : `(^|/)${source}(/|$)`).test(path);
}

export function rangesIn(text: string, expression: RegExp): [number, number][] {
  return [...text.matchAll(expression)]
    .filter(({ 0: found }) => found !== "")
    .map(({ index, 0: found }) => [index, index + found.length]);
}

export function textOf(files: FakeFiles, path: string): string | undefined {
  const bytes = files.contents.get(path);
  return bytes && !bytes.includes(0) ? new TextDecoder().decode(bytes) : undefined;
}

const bytesIn = (text: string): number => new TextEncoder().encode(text).length;

/** Every hit in the order of files. */
export function scan(files: FakeFiles, search: SearchQuery): Hit[] {
  const plan = planOf(search);
  const hits: Hit[] = [];
  for (const path of [...files.contents.keys()].filter(plan.accepts).sort()) {
    const base = { ref: `file:${path}`, path: { path }, score: 1 };
    if (plan.kinds.includes("file") && rangesIn(path, plan.expression).length > 0) {
      const ranges = rangesIn(path, plan.expression);
      hits.push({ ...base, kind: "file", line: 1, column: 1, text: path, ranges, why: "name" });
    }
    if (!plan.kinds.includes("text")) continue;
    const lines = (textOf(files, path) ?? "").split("\n");
    lines.forEach((text, index) => {
      const ranges = rangesIn(text, plan.expression);
      const first = ranges[0];
      if (!first || (search.syntax === "query" && !hasAll(text, plan.words))) return;
      const [before, after] = [lines.slice(Math.max(0, index - search.context), index), index + 1];
      hits.push({
        ...base,
        kind: "text",
        line: index + 1,
        column: bytesIn(text.slice(0, first[0])) + 1,
        text,
        ranges,
        why: search.syntax === "regex" ? "regex" : "literal",
        ...(search.context > 0 ? { before, after: lines.slice(after, after + search.context) } : {}),
      });
    });
  }
  return hits;
}

const hasAll = (text: string, words: string[]): boolean =>
  words.every((word) => text.toLowerCase().includes(word.toLowerCase()));
