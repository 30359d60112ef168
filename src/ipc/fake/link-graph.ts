import type { LinkedThing, LinkEdge, LinkGraph, LinkGraphParams } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeLinks } from "./links";

export interface FakeGraph {
  commands: Pick<Ipc, "linkGraph">;
  /** Makes a thing known by more than its reference. */
  name: (ref: string, part: Partial<LinkedThing>) => void;
  /** Links two things, as the core would have found it. */
  link: (from: string, to: string, part?: Partial<LinkEdge>) => void;
}

/** What is around a thing, from the links of persons and what a test adds. */
export function makeLinkGraph(links: FakeLinks): FakeGraph {
  const named = new Map<string, Partial<LinkedThing>>();
  const found: LinkEdge[] = [];
  const edge = (from: string, to: string, part: Partial<LinkEdge>): LinkEdge => ({
    from,
    to,
    kind: "related",
    origin: "person",
    confidence: 1,
    reason: "a person linked them",
    evidence: [],
    path: null,
    line: null,
    at: null,
    suggestion: false,
    changed: false,
    ...part,
  });
  const thingOf = (ref: string, depth: number): LinkedThing => {
    const kind = ref.slice(0, ref.indexOf(":"));
    const id = ref.slice(kind.length + 1);
    const path = kind === "file" || kind === "note" ? { path: id } : null;
    const title = path ? id.slice(id.lastIndexOf("/") + 1) : id;
    const base = { ref, kind, title, detail: path ? id : null, path, line: null, at: null, missing: false };
    return { ...base, ...named.get(ref), depth };
  };
  const answer = ({ of, depth, kinds, since, suggestions, limit }: LinkGraphParams): LinkGraph => {
    if (!/^[a-z]+:./.test(of)) throw fault("invalid", `"${of}" is no reference`);
    if (depth < 1 || depth > 3) throw fault("invalid", `a depth of ${depth} is not from 1 to 3`);
    const made = links.all.map(({ from, to, evidence, at }) => edge(from, to, { evidence, at }));
    const all = [...made, ...found].filter(
      (each) => (suggestions || !each.suggestion) && (since === null || (each.at ?? since) >= since),
    );
    const fits = (ref: string): boolean => kinds === null || kinds.includes(thingOf(ref, 0).kind);
    const depths = new Map([[of, 0]]);
    for (const [ref, at] of depths) {
      if (at === depth) continue;
      for (const { from, to } of all) {
        const other = from === ref ? to : to === ref ? from : undefined;
        if (other !== undefined && !depths.has(other) && fits(other)) depths.set(other, at + 1);
      }
    }
    const shown = [...depths].slice(0, limit);
    const refs = new Set(shown.map(([ref]) => ref));
    return {
      things: shown.map(([ref, at]) => thingOf(ref, at)),
      edges: all.filter(({ from, to }) => refs.has(from) && refs.has(to)),
      more: depths.size > limit,
    };
  };
  return {
    commands: { linkGraph: async (params) => answer(params) },
    name: (ref, part) => void named.set(ref, { ...named.get(ref), ...part }),
    link: (from, to, part = {}) => void found.push(edge(from, to, part)),
  };
}
