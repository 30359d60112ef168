/** Which suggested link is meant where a thing of the graph is chosen. Pure. */
import type { LinkEdge, LinkGraph, LinkedThing } from "../../ipc/bindings";
import type { Linked } from "../context";
import { edgesOf, otherEnd } from "./graph-model";

export type Verdict = "accept" | "reject";

/**
 * The suggested link of a thing, with the end that it is told by: the one farther from the middle. Without an
 * edge it is the one to the nearest thing, among those the surest.
 */
export function suggestedOf(graph: LinkGraph, ref: string, edge?: LinkEdge): Linked | undefined {
  const things = new Map(graph.things.map((thing) => [thing.ref, thing]));
  const end = (link: LinkEdge): LinkedThing | undefined => things.get(otherEnd(link, ref));
  const depth = (link: LinkEdge): number => end(link)?.depth ?? Infinity;
  const soft = (edge ? [edge] : edgesOf(graph, ref)).filter(({ suggestion }) => suggestion);
  // Those that are equally near stay in the order of their surety.
  const [link] = soft.sort((a, b) => (depth(a) < depth(b) ? -1 : Number(depth(a) > depth(b))));
  const [own, other] = [things.get(ref), link && end(link)];
  if (!link || !own || !other) return undefined;
  return { thing: own.depth > other.depth ? own : other, edge: link };
}
