import type { Link } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";
import type { FakeJournal } from "./journal";

export interface FakeLinks {
  commands: Pick<Ipc, "linkAdd" | "linkList" | "linkRemove">;
  /** Every link, the oldest first. */
  all: Link[];
}

const fileOf = (ref: string) => (ref.startsWith("file:") ? { path: ref.slice("file:".length) } : null);

/** Links in memory; whatever has the form of a reference can be linked. */
export function makeLinks(journal: FakeJournal): FakeLinks {
  const links: FakeLinks = {
    all: [],
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
