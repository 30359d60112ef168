/** The query language as the page reads it, to complete and explain it; the core is what obeys it. */
export interface Field {
  name: string;
  about: string;
  /** What can stand behind it, each with what it means; empty where anything can. */
  values: [value: string, about: string][];
}

const languages = [
  ["rust", "Rust"],
  ["python", "Python"],
  ["typescript", "TypeScript"],
  ["tsx", "TSX"],
  ["javascript", "JavaScript"],
  ["go", "Go"],
  ["c", "C"],
  ["cpp", "C++"],
  ["java", "Java"],
  ["bash", "Bash"],
  ["json", "JSON"],
  ["markdown", "Markdown"],
] as [string, string][];

export const fields: Field[] = [
  {
    name: "kind",
    about: "only text, symbols, files, commands, notes or tasks",
    values: [
      ["text", "lines of files"],
      ["symbol", "functions, types and other names"],
      ["file", "files by name"],
      ["command", "commands that ran"],
      ["note", "notes by name, and headings"],
      ["task", "tasks by their words"],
    ],
  },
  { name: "lang", about: "only files in a language", values: languages },
  { name: "path", about: "only files that a glob fits, such as src/**", values: [] },
  { name: "sym", about: "symbols by name", values: [] },
  {
    name: "since",
    about: "only files that changed since then",
    values: [
      ["1h", "in the last hour"],
      ["1d", "in the last day"],
      ["7d", "in the last 7 days"],
      ["30d", "in the last 30 days"],
    ],
  },
  {
    name: "exit",
    about: "only commands that ended with a status",
    values: [
      ["0", "that went well"],
      ["!0", "that failed"],
      ["1", "that ended with 1"],
      ["130", "that were interrupted"],
    ],
  },
];

export interface Token {
  type: "word" | "phrase" | "regex" | "field";
  /** Without its marks: the text of a phrase, the value of a field. */
  text: string;
  field?: Field;
  negated: boolean;
  /** Where it begins in the query, its minus included. */
  from: number;
}

const token = /(-?)(?:(\w+):("[^"]*"?|\S*)|"([^"]*)"?|\/((?:\\.|[^/\\])+)\/|(\S+))/gu;

/** The parts of a query. What is no field by name is a word, colon and all. */
export function tokensOf(query: string): Token[] {
  return [...query.matchAll(token)].map((found): Token => {
    const [all, minus = "", name, value, phrase, regex, word] = found;
    const base = { negated: minus !== "", from: found.index };
    const field = fields.find((known) => known.name === name);
    if (field) return { ...base, type: "field", field, text: (value ?? "").replaceAll('"', "") };
    if (phrase !== undefined) return { ...base, type: "phrase", text: phrase };
    if (regex !== undefined) return { ...base, type: "regex", text: regex };
    return { ...base, type: "word", text: word ?? all.slice(minus.length) };
  });
}

/** Whether a text is a query with fields rather than the name of a file. */
export function hasFields(text: string): boolean {
  return tokensOf(text).some(({ type }) => type === "field");
}

/** Kinds that are found by what they mean, too. */
const meant = ["command", "note", "task"];

/** Whether a query is for such kinds alone, and says in words what they are about. */
export function meansKinds(text: string): boolean {
  const tokens = tokensOf(text);
  const kinds = tokens.filter(({ field, negated }) => field?.name === "kind" && !negated);
  const isAsked = kinds.length > 0 && kinds.every(({ text: value }) => meant.includes(value));
  return isAsked && tokens.filter(({ type, negated }) => type === "word" && !negated).length > 1;
}

/** Whether a query says itself which kinds of hits it is for. */
export function namesKinds(text: string): boolean {
  const own = ["kind", "sym", "exit"];
  return tokensOf(text).some(({ field }) => field && own.includes(field.name));
}
