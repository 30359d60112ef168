import type { App } from "../../kernel/app";
import { GRAPH } from "./graph-commands";
import type { Meant } from "./what-in-front";

/** How many things are remembered. */
const MOST = 20;

const isMeant = (value: unknown): value is Meant =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as Partial<Meant>).of === "string" &&
  typeof (value as Partial<Meant>).name === "string";

/** What a stored layout remembers, whoever wrote it. */
export function readLately(state: unknown): Meant[] {
  return Array.isArray(state) ? state.filter(isMeant).slice(0, MOST) : [];
}

/** What graphs were shown around, the last one first; kept with the layout. */
export function createLately(app: App): { all: () => Meant[]; add: (meant: Meant) => void } {
  const all = (): Meant[] => readLately(app.sidebarState(GRAPH));
  return {
    all,
    add: ({ of, name }) =>
      app.keepSidebarState(GRAPH, [{ of, name }, ...all().filter((each) => each.of !== of)].slice(0, MOST)),
  };
}
