/** A query in words, to be read below the field while it is typed. */
import { tokensOf, type Token } from "./query-fields";

const plain: Record<Token["type"], (text: string) => string> = {
  word: (text) => `“${text}”`,
  phrase: (text) => `exactly “${text}”`,
  regex: (text) => `what /${text}/ fits`,
  field: (text) => text,
};

function fieldWords({ field, text, negated }: Token): string {
  if (!field) return "";
  const not = negated ? "not " : "";
  if (text === "") return `${field.name}: ${field.about}`;
  const named = field.values.find(([value]) => value === text)?.[1];
  switch (field.name) {
    case "kind":
      return named === undefined ? `${text} is no kind that is known` : `${not}${named}`;
    case "lang":
      return `${not}in ${named ?? text}`;
    case "path":
      return `${not}in files that ${text} fits`;
    case "sym":
      return `${not}symbols named “${text}”`;
    default:
      return `${not}changed ${named ?? `since ${text}`}`;
  }
}

/** How fields narrow a question that is ranked; nothing without any. */
export function explainFields(query: string): string | undefined {
  const told = tokensOf(query).flatMap((token) =>
    token.field && token.text !== "" ? [fieldWords(token)] : [],
  );
  return told.length > 0 ? `Fields: ${told.join(" · ")}` : undefined;
}

/** What a query asks for; nothing for an empty one. */
export function explain(query: string): string | undefined {
  const tokens = tokensOf(query);
  const words = tokens.filter(({ type }) => type !== "field");
  const wanted = words.filter(({ negated }) => !negated).map(({ type, text }) => plain[type](text));
  const unwanted = words.filter(({ negated }) => negated).map(({ type, text }) => plain[type](text));
  const parts = [
    wanted.join(" near "),
    unwanted.length > 0 ? `without ${unwanted.join(" and ")}` : "",
    ...tokens.filter(({ type }) => type === "field").map(fieldWords),
  ];
  return parts.filter(Boolean).join(" · ") || undefined;
}
