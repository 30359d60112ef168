/** What is linked, suggested and matters, as rows of a tree. Pure. */
import type { ContextRow, LinkEdge, LinkGraph, LinkedThing } from "../../ipc/bindings";
import { whyItMatters } from "./matters";

/** A thing that something in front is linked to. */
export interface Linked {
  thing: LinkedThing;
  edge: LinkEdge;
  /** Whether it is the file that is linked to it, while something in the file is in front. */
  inFile?: boolean;
}

export type Section = "linked" | "suggested" | "matters";

export type Row =
  /** `isSome`: there are more than are counted. */
  | { type: "section"; key: string; section: Section; title: string; count: number; isSome: boolean }
  | { type: "group"; key: string; title: string }
  | { type: "link"; key: string; link: Linked; level: 2 | 3 }
  | { type: "matter"; key: string; row: ContextRow }
  | { type: "more"; key: string }
  | { type: "note"; key: string; text: string };

/** What kinds of things are called together, in this order among equals. */
const kinds: Record<string, string> = {
  task: "Tasks",
  note: "Notes",
  heading: "Headings",
  block: "Blocks of notes",
  symbol: "Symbols",
  file: "Files",
  run: "Commands",
  commit: "Commits",
  terminal: "Terminals",
  event: "Events",
};
const order = Object.keys(kinds);
/** The harder the evidence, the earlier. */
const origins = ["person", "written", "session", "meaning"];

const rankOf = (list: string[], word: string): number =>
  list.includes(word) ? list.indexOf(word) : list.length;

type Evidence = Pick<Linked, "edge">;

function byEvidence(a: Evidence, b: Evidence): number {
  return (
    rankOf(origins, a.edge.origin) - rankOf(origins, b.edge.origin) ||
    (b.edge.confidence ?? 0) - (a.edge.confidence ?? 0) ||
    (b.edge.at ?? 0) - (a.edge.at ?? 0)
  );
}

/** A graph's first thing, and what lies in it where that is looked at, too. */
function rootsOf({ things: [root], edges }: LinkGraph, isWhole: boolean): string[] {
  if (!root) return [];
  const held = edges.filter(({ kind, from }) => isWhole && kind === "holds" && from === root.ref);
  return [root.ref, ...held.map(({ to }) => to)];
}

/**
 * What the first thing of each graph is linked to, each once, the hardest evidence first; with `isWhole`
 * also what the things in it are linked to.
 */
export function linkedOf(graphs: readonly LinkGraph[], isWhole = false): Linked[] {
  const roots = new Set(graphs.flatMap((graph) => rootsOf(graph, isWhole)));
  // The first graph is that of what is in front, and the next one that of its file.
  const narrow = new Set(graphs.slice(0, 1).flatMap((graph) => rootsOf(graph, isWhole)));
  const found = new Map<string, Linked>();
  for (const { things, edges } of graphs) {
    const byRef = new Map(things.map((thing) => [thing.ref, thing]));
    for (const edge of edges) {
      const other = roots.has(edge.from) ? edge.to : roots.has(edge.to) ? edge.from : undefined;
      const thing = byRef.get(other ?? "");
      // A file and a symbol in it are one thing to whoever looks at them.
      if (!thing || roots.has(thing.ref) || edge.kind === "holds") continue;
      const key = `${thing.ref}\n${edge.suggestion}`;
      const known = found.get(key);
      const inFile = !narrow.has(edge.from) && !narrow.has(edge.to);
      // A link of the symbol is worth more than one of its file, however sure that is.
      const isOther = known !== undefined && known.inFile !== inFile;
      if (!known || (isOther ? !inFile : byEvidence({ edge }, known) < 0))
        found.set(key, { thing, edge, inFile });
    }
  }
  const all = [...found.values()];
  // What somebody said is no suggestion, whatever else suggests it.
  const said = new Set(all.filter(({ edge }) => !edge.suggestion).map(({ thing }) => thing.ref));
  return all.filter(({ thing, edge }) => !edge.suggestion || !said.has(thing.ref)).sort(byEvidence);
}

const linkRow = (link: Linked, level: 2 | 3): Row => ({
  type: "link",
  key: `link:${link.edge.from}\n${link.edge.to}\n${link.edge.kind}`,
  link,
  level,
});

export interface Shown {
  linked: readonly Linked[];
  matters: readonly ContextRow[];
  /** What there is to say of the links and of what matters, such as that there are more. */
  notes: Partial<Record<Section, string>>;
  /** Whether there are more links than these. */
  more: boolean;
  /** Whether something is in front. */
  hasFront: boolean;
}

/** The rows of the panel; those of sections that are folded away are left out. */
export function rowsOf(
  { linked, matters, notes, more, hasFront }: Shown,
  closed: ReadonlySet<string>,
): Row[] {
  const rows: Row[] = [];
  const section = (section: Section, title: string, count: number, inside: () => Row[]): void => {
    const isSome = more && section !== "matters";
    rows.push({ type: "section", key: section, section, title, count, isSome });
    if (closed.has(section)) return;
    rows.push(...inside());
    const text = notes[section];
    if (text !== undefined) rows.push({ type: "note", key: `note:${section}`, text });
  };
  const hard = linked.filter(({ edge }) => !edge.suggestion);
  const own = hard.filter(({ inFile }) => !inFile);
  const soft = linked.filter(({ edge }) => edge.suggestion);
  const groups = [...new Set(own.map(({ thing }) => thing.kind))];
  const first = (kind: string): number => own.findIndex(({ thing }) => thing.kind === kind);
  const origin = (kind: string): number => rankOf(origins, own[first(kind)]?.edge.origin ?? "");
  groups.sort((a, b) => origin(a) - origin(b) || rankOf(order, a) - rankOf(order, b));
  if (hasFront) {
    /** What is linked to the file alone, below what is linked to the symbol in it. */
    const ofFile = (links: readonly Linked[], key: string): Row[] => {
      const rows = links.filter(({ inFile }) => inFile).map((link) => linkRow(link, 3));
      return rows.length === 0 ? [] : [{ type: "group", key, title: "In this file" }, ...rows];
    };
    section("linked", "Linked", hard.length, () => [
      ...groups.flatMap((kind): Row[] => [
        { type: "group", key: `group:${kind}`, title: kinds[kind] ?? kind },
        ...own.filter(({ thing }) => thing.kind === kind).map((link) => linkRow(link, 3)),
      ]),
      ...ofFile(hard, "linked-in-file"),
    ]);
    section("suggested", "Suggested", soft.length, () => [
      ...soft.filter(({ inFile }) => !inFile).map((link) => linkRow(link, 2)),
      ...ofFile(soft, "in-file"),
    ]);
    if (more) rows.push({ type: "more", key: "more" });
  }
  section("matters", "Matters now", matters.length, () =>
    matters.map((row) => ({ type: "matter", key: `matter:${row.thing.ref}`, row })),
  );
  return rows;
}

/** Why a row is there, in words, with the place where that is written. */
export function reasonOf(row: Row | undefined): string | undefined {
  if (row?.type === "link") {
    const { reason, path, line, changed } = row.link.edge;
    const place = path ? ` · ${path.path}${line === null ? "" : `:${line}`}` : "";
    return `${reason}${changed ? " · changed since" : ""}${place}`;
  }
  if (row?.type === "matter") return whyItMatters(row.row);
  return undefined;
}
