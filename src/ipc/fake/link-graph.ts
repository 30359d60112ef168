import type { LinkedThing, LinkEdge } from "../bindings";
import type { FakeLinks } from "./links";

export interface FakeGraph {
  /** Makes a thing known by more than its reference. */
  name: (ref: string, part: Partial<LinkedThing>) => void;
  /** Links two things, as a person would. */
  link: (from: string, to: string, part?: Partial<LinkEdge>) => void;
}

/** What is around a thing, from what a test adds. */
export function makeLinkGraph(links: FakeLinks): FakeGraph {
  return {
    name: (ref, part) => void links.thing({ ...part, ref }),
    link: (from, to, part = {}) =>
      void links.link({
        kind: "related",
        origin: "person",
        reason: "a person linked them",
        ...part,
        from,
        to,
      }),
  };
}
