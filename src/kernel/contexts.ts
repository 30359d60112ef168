import { createSignal, type Signal } from "solid-js";
import type { Contexts } from "./app";

type Fact = boolean | string | undefined;

/** Facts that `when` clauses speak of; each is reactive on its own. */
export function createContexts(): Contexts {
  const facts = new Map<string, Signal<Fact>>();
  const fact = (key: string): Signal<Fact> => {
    const known = facts.get(key);
    if (known) return known;
    const made = createSignal<Fact>(undefined);
    facts.set(key, made);
    return made;
  };
  return {
    set: (key, value) => void fact(key)[1](value),
    get: (key) => fact(key)[0](),
  };
}
