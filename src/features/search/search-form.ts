/** What stands in the fields of the Search view. */
import type { SearchQuery as AskedQuery } from "../../ipc/bindings";
import type { SearchQuery } from "../../ipc/search-types";

export interface SearchForm {
  query: string;
  caseSensitive: boolean;
  word: boolean;
  regex: boolean;
  /** Whether fields, phrases and minus are read, as in the field at the top. */
  fields: boolean;
  /** Whether pieces of files are ranked by words and meaning, in place of lines that have the text. */
  meaning: boolean;
  hidden: boolean;
  ignored: boolean;
  /** Globs with commas between them. */
  include: string;
  exclude: string;
  /** Lines around each hit. */
  context: number;
  /** Whether the fields for globs are shown. */
  more: boolean;
  replacing: boolean;
  replacement: string;
  preserveCase: boolean;
}

export const emptyForm: SearchForm = {
  query: "",
  caseSensitive: false,
  word: false,
  regex: false,
  fields: false,
  meaning: false,
  hidden: true,
  ignored: false,
  include: "",
  exclude: "",
  context: 0,
  more: false,
  replacing: false,
  replacement: "",
  preserveCase: false,
};

/** Globs as they are written: commas stand between them, but not inside of braces. */
export function globsIn(text: string): string[] {
  const globs: string[] = [];
  let depth = 0;
  let glob = "";
  for (const letter of text) {
    if (letter === "{") depth += 1;
    if (letter === "}") depth -= 1;
    if (letter === "," && depth <= 0) {
      globs.push(glob);
      glob = "";
    } else glob += letter;
  }
  return [...globs, glob].map((part) => part.trim()).filter((part) => part !== "");
}

function syntaxOf(form: SearchForm): SearchQuery["syntax"] {
  if (form.meaning) return "hybrid";
  return form.fields ? "query" : form.regex ? "regex" : "literal";
}

/** What the core is asked for. */
export function queryOf(form: SearchForm): SearchQuery {
  const excluded = globsIn(form.exclude).map((glob) => (glob.startsWith("!") ? glob : `!${glob}`));
  return {
    query: form.query,
    syntax: syntaxOf(form),
    case: form.caseSensitive ? "sensitive" : form.fields ? "smart" : "ignore",
    word: form.word,
    paths: [...globsIn(form.include), ...excluded],
    hidden: form.hidden,
    ignored: form.ignored,
    kinds: form.fields || form.meaning ? null : ["text"],
    context: form.context,
  };
}

/** The form for a search that was put together elsewhere. What has no field of its own is told in the
 * query, where that may have fields. */
export function formOf(asked: AskedQuery): SearchForm {
  const mode = asked.mode ?? "query";
  const paths = asked.paths ?? [];
  const include = paths.filter((glob) => !glob.startsWith("!")).join(", ");
  const exclude = paths
    .filter((glob) => glob.startsWith("!"))
    .map((glob) => glob.slice(1))
    .join(", ");
  const fields = [
    ...(asked.langs ?? []).map((lang) => `lang:${lang}`),
    ...(asked.kinds ?? []).map((kind) => `kind:${kind}`),
  ];
  return {
    ...emptyForm,
    query: mode === "query" ? [asked.text, ...fields].join(" ") : asked.text,
    caseSensitive: asked.case === "sensitive" || (asked.case === "smart" && /\p{Lu}/u.test(asked.text)),
    word: asked.word === true,
    regex: mode === "regex",
    fields: mode === "query",
    meaning: ["lexical", "semantic", "hybrid"].includes(mode),
    // The view looks into hidden files unless somebody says otherwise, and nobody can say that here.
    ignored: asked.noIgnore === true,
    include,
    exclude,
    context: asked.context ?? 0,
    more: paths.length > 0,
  };
}

/** Whether two forms ask for the same hits. */
export function asksTheSame(a: SearchForm, b: SearchForm): boolean {
  return JSON.stringify(queryOf(a)) === JSON.stringify(queryOf(b));
}

/** A form as a layout kept it; what does not fit is passed over. */
export function keptForm(state: unknown): SearchForm {
  const kept = (typeof state === "object" && state !== null ? state : {}) as Record<string, unknown>;
  const fitting = Object.entries(emptyForm).map(([name, usual]) => {
    const value = kept[name];
    return [name, typeof value === typeof usual ? value : usual];
  });
  return Object.fromEntries(fitting) as SearchForm;
}

/** Text as an expression that finds exactly it. */
export function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
