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
    case "exit": {
      const other = text.startsWith("!") !== negated;
      const status = text.replace("!", "");
      if (status === "0") return other ? "commands that failed" : "commands that went well";
      return `commands that ended ${other ? "otherwise than with" : "with"} ${status}`;
    }
    default:
      return `${not}changed ${named ?? `since ${text}`}`;
  }
}

/** Whether a question by meaning has fields only, which narrow what nothing asks for. */
export function wantsWords({ meaning, query }: { meaning: boolean; query: string }): boolean {
  return meaning && tokensOf(query).every(({ type }) => type === "field");
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
