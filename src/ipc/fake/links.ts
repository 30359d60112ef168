import type { ContextRow, Link, LinkEdge, LinkedSymbol, LinkedThing } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeJournal } from "./journal";

type Names =
  | "linkAdd"
  | "linkList"
  | "linkRemove"
  | "linkGraph"
  | "linkCounts"
  | "linkJudge"
  | "linksAbove"
  | "contextNow";

export interface FakeLinks {
  commands: Pick<Ipc, Names>;
  /** Every link that a person made, the oldest first. */
  all: Link[];
  /** Every other link, as texts, sessions and meaning tell it; `link` makes one. */
  edges: LinkEdge[];
  /** What things are called, by their references; one that is not here is called by its id. */
  things: Map<string, LinkedThing>;
  /** What stands above the symbols of a file, by its path. */
  above: Map<string, LinkedSymbol[]>;
  /** What matters now, what matters most first. */
  matters: ContextRow[];
  link: (part: Partial<LinkEdge> & Pick<LinkEdge, "from" | "to">) => LinkEdge;
  thing: (part: Partial<LinkedThing> & Pick<LinkedThing, "ref">) => LinkedThing;
}

const fileOf = (ref: string) => (ref.startsWith("file:") ? { path: ref.slice("file:".length) } : null);

/** The kinds of things; every other word is a kind of link. */
const thingKinds = "file symbol heading block note task run terminal commit chat turn event node".split(" ");
const isThing = (kind: string): boolean => thingKinds.includes(kind);

/** What a link has that nothing else is said of. */
const bare: Omit<LinkEdge, "from" | "to"> = {
  kind: "mentions",
  origin: "written",
  confidence: 1,
  reason: "a text names it",
  evidence: [],
  path: null,
  line: null,
  at: null,
  suggestion: false,
  changed: false,
};

/** Links in memory; whatever has the form of a reference can be linked. */
export function makeLinks(journal: FakeJournal): FakeLinks {
  /** What was said of links, by their ends and kind. */
  const verdicts = new Map<string, "accept" | "reject">();
  const keyOf = ({ from, to, kind }: Pick<LinkEdge, "from" | "to" | "kind">): string =>
    JSON.stringify([from, to, kind]);
  const named = (ref: string, depth: number): LinkedThing => ({ ...links.thing({ ref }), depth });
  /** All links as they are after what was said of them. */
  const judged = (): LinkEdge[] => [
    ...links.all.map((link) => ({ ...bare, ...link, reason: "you linked them", suggestion: false })),
    ...links.edges
      .filter((edge) => verdicts.get(keyOf(edge)) !== "reject")
      .map((edge) => ({ ...edge, suggestion: edge.suggestion && verdicts.get(keyOf(edge)) !== "accept" })),
  ];
  const links: FakeLinks = {
    all: [],
    edges: [],
    things: new Map(),
    above: new Map(),
    matters: [],
    link: (part) => {
      const edge: LinkEdge = { ...bare, ...part };
      links.edges.push(edge);
      return edge;
    },
    thing: (part) => {
      const known = links.things.get(part.ref);
      const [kind = "", ...id] = part.ref.split(":");
      const path = kind === "file" || kind === "note" ? { path: id.join(":") } : null;
      const title = id.join(":").split("/").at(-1) ?? "";
      const usual = {
        kind,
        title,
        detail: path?.path ?? null,
        path,
        line: null,
        at: null,
        depth: 0,
        missing: false,
      };
      const made = { ...usual, ...known, ...part };
      links.things.set(part.ref, made);
      return made;
    },
    commands: {
      linkAdd: async ({ from, to }) => {
        const bad = [from, to].find((reference) => !/^[a-z]+:./.test(reference));
        if (bad !== undefined) throw fault("invalid", `"${bad}" is no reference`);
        if (from === to) throw fault("invalid", `"${from}" cannot be linked to itself`);
        const known = links.all.find((link) => link.from === from && link.to === to);
        if (known !== undefined) return known;
        const id = `link-${links.all.length + 1}`;
        const payload = JSON.stringify({ link: id, kind: "related", to });
        const link: Link = {
          id,
          from,
          to,
          fromFile: fileOf(from),
          toFile: fileOf(to),
          kind: "related",
          origin: "person",
          evidence: [],
          confidence: 1,
          at: 1_000,
        };
        links.all.push(link);
        // Who hears of the event finds the link.
        link.evidence.push(journal.append({ kind: "link.added", subject: from, payload }).id);
        return link;
      },
      linkList: async ({ of }) => ({
        links: links.all.filter(({ from, to }) => of === null || from === of || to === of),
        more: false,
      }),
      linkGraph: async ({ of, depth, kinds, since, suggestions, limit }) => {
        if (!/^[a-z]+:./.test(of)) throw fault("invalid", `"${of}" is no reference`);
        if (depth < 1 || depth > 3) throw fault("invalid", `a depth of ${depth} is not from 1 to 3`);
        const ofThings = kinds?.filter((kind) => isThing(kind)) ?? [];
        const ofLinks = kinds?.filter((kind) => !isThing(kind)) ?? [];
        const isOne = (ref: string): boolean =>
          ref === of || ofThings.length === 0 || ofThings.includes(named(ref, 0).kind);
        const edges = judged().filter(
          (edge) =>
            (suggestions || !edge.suggestion) &&
            (ofLinks.length === 0 || ofLinks.includes(edge.kind)) &&
            isOne(edge.from) &&
            isOne(edge.to) &&
            (typeof since !== "number" || (edge.at ?? since) >= since),
        );
        const steps = new Map([[of, 0]]);
        for (const [ref, step] of steps)
          for (const { from, to } of step < depth ? edges : [])
            for (const [here, there] of [
              [from, to],
              [to, from],
            ] as const)
              if (here === ref && !steps.has(there)) steps.set(there, step + 1);
        const things = [...steps].slice(0, limit).map(([ref, step]) => named(ref, step));
        const shown = new Set(things.map(({ ref }) => ref));
        const within = edges.filter(({ from, to }) => shown.has(from) && shown.has(to));
        return { things, edges: within, more: steps.size > limit };
      },
      linkJudge: async ({ from, to, kind, verdict }) => {
        if (!links.edges.some((edge) => keyOf(edge) === keyOf({ from, to, kind })))
          throw fault("notFound", `no link ${kind} leads from ${from} to ${to}`);
        if (verdict === "forget") verdicts.delete(keyOf({ from, to, kind }));
        else verdicts.set(keyOf({ from, to, kind }), verdict);
        const told = { accept: "link.accepted", reject: "link.rejected", forget: "link.unjudged" };
        journal.append({ kind: told[verdict], subject: from, payload: JSON.stringify({ kind, to }) });
        return {};
      },
      linkCounts: async ({ of }) => ({
        rows: of.map((ref) => {
          const around = judged().filter(
            ({ from, to, suggestion }) => !suggestion && [from, to].includes(ref),
          );
          const others = around.map(({ from, to }) => (from === ref ? to : from));
          const count = (kind: string): number => others.filter((it) => it.startsWith(`${kind}:`)).length;
          const names = others.map((it) => named(it, 1).title);
          return { ref, files: count("file"), runs: count("run"), commits: count("commit"), names };
        }),
      }),
      linksAbove: async ({ path }) => ({ rows: links.above.get(path.path) ?? [] }),
      contextNow: async ({ limit }) => ({ rows: links.matters.slice(0, limit) }),
      linkRemove: async ({ id }) => {
        const link = links.all.find((known) => known.id === id);
        if (link === undefined) throw fault("notFound", `there is no link ${id}`);
        links.all = links.all.filter((known) => known !== link);
        const payload = JSON.stringify({ link: id, kind: link.kind, to: link.to });
        journal.append({ kind: "link.removed", subject: link.from, payload });
        return {};
      },
    },
  };
  return links;
}
