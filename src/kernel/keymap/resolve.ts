import type { Binding } from "./bindings";

export type Resolution =
  | { type: "command"; binding: Binding }
  /** The beginning of a longer binding. */
  | { type: "more"; presses: string[] }
  | { type: "nothing" };

/**
 * What a press means after `pending` ones.
 *
 * `forms` are the normal forms of the press; `allowed` leaves out bindings that do not hold now.
 */
export function resolve(
  bindings: Binding[],
  pending: string[],
  forms: string[],
  allowed: (binding: Binding) => boolean,
): Resolution {
  for (const form of forms) {
    const typed = [...pending, form];
    const matching = bindings.filter((binding) => startsWith(binding.presses, typed) && allowed(binding));
    const first = matching[0];
    if (!first) continue;
    // As in VS Code a binding that is written later wins, be it the longer or the shorter one.
    if (first.presses.length > typed.length) return { type: "more", presses: typed };
    return { type: "command", binding: first };
  }
  return { type: "nothing" };
}

function startsWith(presses: string[], typed: string[]): boolean {
  return typed.every((press, index) => presses[index] === press);
}
