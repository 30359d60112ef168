/** The graph as data: what is asked for, the rows of its list, and the words for it. Pure. */
import type { LinkedThing, LinkEdge, LinkGraph, LinkGraphParams } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleName, visibleText } from "../../ui/visible-name";
import type { Line, Node } from "./messages";
import { groupOf, groups, shapeOf, type Group } from "./shapes";

/** What of the panel comes back after a restart. */
export interface GraphState {
  /** The reference in the middle; none until something is shown. */
  of?: string;
  /** What it is called, until the graph says it. */
  name?: string;
  depth?: 1 | 2 | 3;
  /** Groups of kinds that are left out. */
  without?: Group[];
  /** Only what happened in so many milliseconds; 0 is all. */
  past?: number;
  /** Whether links that nobody confirmed are shown; they are where it does not say. */
  suggestions?: boolean;
  list?: boolean;
  /** What was in the middle before, the last one at the end. */
  trail?: { of: string; name: string }[];
}

/** The most things that are asked for. */
export const MOST = 5_000;
/** How many steps back are remembered. */
const TRAIL = 20;

export function paramsOf(state: GraphState, now: number): LinkGraphParams | undefined {
  if (state.of === undefined) return undefined;
  const without = state.without ?? [];
  const kinds = groups.filter(({ id }) => !without.includes(id)).flatMap((group) => [...group.kinds]);
  return {
    of: state.of,
    depth: state.depth ?? 1,
    kinds: without.length === 0 ? null : kinds,
    since: state.past ? now - state.past : null,
    suggestions: state.suggestions ?? true,
    limit: MOST,
  };
}

/** Another thing in the middle. */
export function around(state: GraphState, of: string, name: string): GraphState {
  if (of === state.of) return state;
  const before = state.of === undefined ? [] : [{ of: state.of, name: state.name ?? state.of }];
  return { ...state, of, name, trail: [...(state.trail ?? []), ...before].slice(-TRAIL) };
}

/** The thing that was in the middle before. */
export function back(state: GraphState): GraphState {
  const last = state.trail?.at(-1);
  return last ? { ...state, ...last, trail: state.trail?.slice(0, -1) ?? [] } : state;
}

/** What a thing is called; tasks with their ids, by which people know them. */
export function titleOf({ ref, kind, title }: LinkedThing): string {
  const id = kind === "task" ? ref.slice(ref.indexOf(":") + 1) : "";
  const name = visibleName(title);
  return [name.startsWith(id) ? "" : visibleName(id), name].filter(Boolean).join(" ") || ref;
}

const LONGEST = 36;
const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

/** What the picture is given; links to what is not shown are left out. */
export function pictureOf({ things, edges }: LinkGraph): { nodes: Node[]; lines: Line[] } {
  const places = new Map(things.map(({ ref }, index) => [ref, index]));
  const lines = edges.flatMap((edge): Line[] => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    if (from === undefined || to === undefined || from === to) return [];
    return [
      { from, to, stroke: edge.suggestion ? "suggestion" : edge.origin === "person" ? "person" : "plain" },
    ];
  });
  const nodes = things.map((thing) => ({
    ref: thing.ref,
    group: groupOf(thing.kind),
    shape: shapeOf(thing.kind),
    label: cut(titleOf(thing)),
    depth: thing.depth,
    missing: thing.missing,
  }));
  return { nodes, lines };
}

/** What a link says, read from its beginning and from its end. */
const words: Record<string, [from: string, to: string]> = {
  related: ["linked with", "linked with"],
  mentions: ["mentions", "mentioned by"],
  embeds: ["shows", "shown in"],
  dependsOn: ["depends on", "needed by"],
  holds: ["has", "is in"],
  onBranch: ["on branch", "branch of"],
  touches: ["changed", "changed by"],
  closes: ["closes", "closed by"],
  failedAt: ["failed at", "is where it failed"],
  fixedBy: ["fixed by", "fixed"],
  followedBy: ["followed by", "followed"],
  similar: ["similar to", "similar to"],
};

/** What one end of a link does with the other: `mentioned by`. */
export function verbOf(edge: LinkEdge, seenFrom: string): string {
  const [forth, behind] = words[edge.kind] ?? [edge.kind, edge.kind];
  return edge.from === seenFrom ? forth : behind;
}

/** Why a link is there: `: "T-14" in the message (suggested)`. */
export function whyOf(edge: LinkEdge): string {
  const why = edge.reason === "" ? "" : `: ${visibleText(edge.reason)}`;
  const marks = [...(edge.suggestion ? ["suggested"] : []), ...(edge.changed ? ["changed since"] : [])];
  return `${why}${marks.length > 0 ? ` (${marks.join(", ")})` : ""}`;
}

/** A link as what is said of one of its ends: `mentioned by: "T-14" in the message (suggested)`. */
export const reasonOf = (edge: LinkEdge, seenFrom: string): string => verbOf(edge, seenFrom) + whyOf(edge);

/** The links of one thing, what is sure first. */
export function edgesOf(graph: LinkGraph, ref: string): LinkEdge[] {
  return graph.edges.filter(({ from, to }) => from === ref || to === ref).sort(bySurety);
}

export const otherEnd = (edge: LinkEdge, ref: string): string => (edge.from === ref ? edge.to : edge.from);

/** A row of the list: a thing below the one that it hangs on, with the reason. */
export interface GraphRow {
  thing: LinkedThing;
  /** From 1, as trees count. */
  level: number;
  parent: string | undefined;
  /** Its place among those of its parent, from 1, and how many those are. */
  place: number;
  of: number;
  reason: string;
  /** Links besides the one that the row tells. */
  more: number;
}

/** What is sure first. */
const bySurety = (a: LinkEdge, b: LinkEdge): number =>
  Number(a.suggestion) - Number(b.suggestion) || (b.confidence ?? 0) - (a.confidence ?? 0);

/** Each thing once, below the nearest thing that it is linked with. */
export function rowsOf(graph: LinkGraph): GraphRow[] {
  const things = new Map(graph.things.map((thing) => [thing.ref, thing]));
  const links = new Map<string, LinkEdge[]>();
  const seen = new Map<string, number>();
  for (const edge of graph.edges) {
    for (const end of new Set([edge.from, edge.to])) seen.set(end, (seen.get(end) ?? 0) + 1);
    for (const [child, parent] of [
      [edge.from, edge.to],
      [edge.to, edge.from],
    ] as const) {
      const [below, above] = [things.get(child), things.get(parent)];
      if (!below || !above || above.depth >= below.depth) continue;
      links.set(child, [...(links.get(child) ?? []), edge]);
    }
  }
  const root = graph.things[0];
  if (!root) return [];
  const below = new Map<string, { thing: LinkedThing; edge: LinkEdge | undefined }[]>();
  for (const thing of graph.things.slice(1)) {
    const edge = links.get(thing.ref)?.sort(bySurety)[0];
    const parent = edge ? otherEnd(edge, thing.ref) : root.ref;
    const children = below.get(parent);
    if (children) children.push({ thing, edge });
    else below.set(parent, [{ thing, edge }]);
  }
  const rows: GraphRow[] = [];
  const walk = (row: GraphRow): void => {
    rows.push(row);
    const children = below.get(row.thing.ref) ?? [];
    children.forEach(({ thing, edge }, index) =>
      walk({
        thing,
        level: row.level + 1,
        parent: row.thing.ref,
        place: index + 1,
        of: children.length,
        reason: edge ? reasonOf(edge, thing.ref) : "",
        more: Math.max(0, (seen.get(thing.ref) ?? 0) - (edge ? 1 : 0)),
      }),
    );
  };
  walk({ thing: root, level: 1, parent: undefined, place: 1, of: 1, reason: "", more: 0 });
  return rows;
}

/** What the picture shows, in words: `lines.rs with 12 things: 4 files, 3 tasks, … and 15 links`. */
export function summaryOf(graph: LinkGraph): string {
  const [root, ...rest] = graph.things;
  if (!root) return "An empty graph.";
  const parts = groups.flatMap(({ id, title }) => {
    const count = rest.filter(({ kind }) => groupOf(kind) === id).length;
    return count === 0 ? [] : [`${title.toLowerCase()} ${count}`];
  });
  const kinds = parts.length > 0 ? ` (${parts.join(", ")})` : "";
  const some = graph.more ? " There are more than are shown." : "";
  return `Graph around ${titleOf(root)}: ${counted(rest.length, "thing")}${kinds}, ${counted(graph.edges.length, "link")}.${some}`;
}
