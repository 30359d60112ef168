import type { Ipc } from "../client";
import type { SymbolRow } from "../search-types";
import type { FakeFiles } from "./files";
import { subsequence } from "./find";
import { textOf } from "./scan";

type Names = "symbolsOutline" | "symbolsFind" | "symbolDefinition" | "symbolReferences";

const heads =
  /^(\s*)(?:pub |export |async |default )*(fn|struct|trait|impl|enum|class|function|def|interface) (\w+)/;
const kinds: Record<string, string> = { fn: "function", def: "function" };

/** The headings of Markdown, each in the one above it that is larger. */
function headingsIn(path: string, text: string): SymbolRow[] {
  const lines = text.split("\n");
  const found = lines.flatMap((line, index) => {
    const [, marks, name] = /^(#{1,6}) (.+)$/.exec(line) ?? [];
    return marks && name ? [{ level: marks.length, name, line: index + 1 }] : [];
  });
  return found.map(({ level, name, line }, index): SymbolRow => {
    const parents: typeof found = [];
    for (const above of found.slice(0, index).reverse())
      if (above.level < (parents[0]?.level ?? level)) parents.unshift(above);
    const next = found.find((later) => later.line > line && later.level <= level);
    return {
      id: `${path}#${name}@${line - 1}`,
      ref: `symbol:${path}#${name}`,
      kind: "heading",
      name,
      parent: parents.map((above) => above.name),
      path: { path },
      line,
      column: level + 2,
      endLine: (next?.line ?? lines.length + 1) - 1,
      signature: lines[line - 1] ?? "",
      doc: "",
    };
  });
}

/** Definitions by how their lines begin; what is indented further stands in the one before. */
export function symbolsIn(path: string, text: string): SymbolRow[] {
  if (path.endsWith(".md")) return headingsIn(path, text);
  const found: (SymbolRow & { depth: number })[] = [];
  const lines = text.split("\n");
  lines.forEach((line, index) => {
    const [, blank = "", word = "", name] = heads.exec(line) ?? [];
    if (name === undefined) return;
    const depth = blank.length;
    const parents = found.filter((row) => row.depth < depth && row.endLine > index);
    const end = lines.findIndex((at, row) => row > index && at.startsWith(`${blank}}`));
    found.push({
      id: `${path}#${name}@${index}`,
      ref: `symbol:${path}#${name}`,
      kind: parents.length > 0 && word === "fn" ? "method" : (kinds[word] ?? word),
      name,
      parent: parents.map((row) => row.name),
      path: { path },
      line: index + 1,
      column: line.indexOf(name, line.indexOf(word) + word.length) + 1,
      endLine: end < 0 ? lines.length : end + 1,
      signature: line.trim(),
      doc: "",
      depth,
    });
  });
  return found.map(({ depth: _depth, ...row }) => row);
}

function roleOf(text: string, word: string): string {
  if (heads.exec(text)?.[3] === word) return "definition";
  return /^\s*(use|import|from)\b/.test(text) ? "import" : "reference";
}

export function makeSymbols(files: FakeFiles): Pick<Ipc, Names> {
  const outline = (path: string): SymbolRow[] => symbolsIn(path, textOf(files, path) ?? "");
  const all = (): SymbolRow[] => [...files.contents.keys()].sort().flatMap(outline);
  const wordAt = (path: string, line: number, column: number): string => {
    const text = textOf(files, path)?.split("\n")[line - 1] ?? "";
    const before = /\w*$/.exec(text.slice(0, column - 1))?.[0] ?? "";
    return before + (/^\w*/.exec(text.slice(column - 1))?.[0] ?? "");
  };
  return {
    symbolsOutline: async ({ path }) => outline(path.path),
    symbolsFind: async ({ query, limit }) => {
      const within = query.split(/::|\./);
      const last = within.pop() ?? "";
      const fits = ({ name, parent }: SymbolRow): boolean =>
        subsequence(name, last) !== undefined && within.every((part) => parent.includes(part));
      return all()
        .filter((row) => (query.startsWith("symbol:") ? row.ref === query : fits(row)))
        .slice(0, limit);
    },
    symbolDefinition: async ({ path, line, column }) => {
      const word = wordAt(path.path, line, column);
      return all().filter(({ name, kind }) => name === word && kind !== "impl");
    },
    symbolReferences: async ({ path, line, column }) => {
      const word = wordAt(path.path, line, column);
      if (word === "") return [];
      return [...files.contents.keys()].sort().flatMap((at) =>
        (textOf(files, at) ?? "").split("\n").flatMap((text, index): SymbolRow[] => {
          const from = text.search(new RegExp(`\\b${word}\\b`));
          if (from < 0) return [];
          const place = { path: { path: at }, line: index + 1, column: from + 1, endLine: index + 1 };
          const kind = roleOf(text, word);
          const told = { kind, name: word, parent: [], signature: text, doc: "" };
          return [{ id: `${at}@${index}`, ref: `file:${at}`, ...told, ...place }];
        }),
      );
    },
  };
}
