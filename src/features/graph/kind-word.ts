import type { LinkedThing } from "../../ipc/bindings";

/** What a kind is called where it is not called so already. */
const names: Record<string, string> = { run: "command", turn: "chat", node: "place" };

/** The kind of a thing, and whether it is no longer there. */
export function kindWord({ kind, missing }: LinkedThing): string {
  const name = names[kind] ?? kind;
  return missing ? `${name}, no longer there` : name;
}
