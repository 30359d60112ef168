/** How the last part of a query could go on. */
import { fields, tokensOf, type Token } from "./query-fields";

export interface Completion {
  /** The whole query with the last part completed. */
  query: string;
  about: string;
}

const quoted = (text: string): string => (/\s/.test(text) ? `"${text}"` : text);

function withLast(query: string, last: Token | undefined, text: string): string {
  const minus = last?.negated ? "-" : "";
  return `${query.slice(0, last?.from ?? query.length)}${minus}${text}`;
}

/** Values of the field that is being written; none once one of them stands there. */
export function valueCompletions(query: string): Completion[] {
  const last = tokensOf(query).at(-1);
  const { field, text = "" } = last ?? {};
  if (!field || field.values.some(([value]) => value === text)) return [];
  return field.values
    .filter(([value]) => value.startsWith(text))
    .map(([value, about]) => ({ query: withLast(query, last, `${field.name}:${value} `), about }));
}

/** Fields whose name begins as the last word does; all of them for an empty query. */
export function fieldCompletions(query: string): Completion[] {
  const last = tokensOf(query).at(-1);
  if (last && last.type !== "word") return [];
  return fields
    .filter(({ name }) => name.startsWith(last?.text ?? ""))
    .map(({ name, about }) => ({ query: withLast(query, last, `${name}:`), about }));
}

/** The name that is being written behind `sym:`, if it is. */
export function symbolBegun(query: string): string | undefined {
  const last = tokensOf(query).at(-1);
  return last?.field?.name === "sym" && last.text !== "" ? last.text : undefined;
}

/** Names of symbols in the place of the one that is being written. */
export function symbolCompletions(query: string, names: string[]): Completion[] {
  const last = tokensOf(query).at(-1);
  const begun = symbolBegun(query);
  return [...new Set(names)]
    .filter((name) => name !== begun)
    .map((name) => ({ query: withLast(query, last, `sym:${quoted(name)} `), about: "a symbol" }));
}
