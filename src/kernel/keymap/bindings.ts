import type { KeyBinding } from "../../ipc/bindings";
import { normaliseKeys, showKeys } from "./chord";
import { parseWhen, type When } from "./when";

export interface Binding {
  presses: string[];
  command: string;
  when: When;
  /** As it was written, for the shortcut sheet. */
  whenText: string | undefined;
  /** Whether the person set it. */
  own: boolean;
}

/** A key binding of ours or of the person's, as written. */
export interface WrittenBinding {
  key: string;
  command: string;
  when?: string | null;
}

export interface Keymap {
  /** Later ones go first. */
  bindings: Binding[];
  problems: string[];
}

/** Defaults with the person's own bindings laid over them; `-command` takes bindings away. */
export function makeKeymap(defaults: WrittenBinding[], own: KeyBinding[]): Keymap {
  const problems: string[] = [];
  let bindings: Binding[] = [];
  const add = (written: WrittenBinding, isOwn: boolean): void => {
    const presses = normaliseKeys(written.key);
    if (!presses) {
      problems.push(`"${written.key}" is not a key that can be bound to ${written.command}.`);
      return;
    }
    if (written.command.startsWith("-")) {
      bindings = bindings.filter((binding) => !takesAway(written, presses, binding));
      return;
    }
    try {
      const when = parseWhen(written.when);
      const whenText = written.when ?? undefined;
      bindings.push({ presses, command: written.command, when, whenText, own: isOwn });
    } catch (fault) {
      problems.push(`The clause of ${written.key} cannot be read: ${(fault as Error).message}`);
    }
  };
  for (const written of defaults) add(written, false);
  for (const written of own) add(written, true);
  return { bindings: bindings.reverse(), problems };
}

function takesAway(written: WrittenBinding, presses: string[], binding: Binding): boolean {
  const same = binding.presses.join(" ") === presses.join(" ");
  const when = written.when ?? undefined;
  return (
    same && binding.command === written.command.slice(1) && (when === undefined || when === binding.whenText)
  );
}

/** The key to show for a command. */
export function keyOf(keymap: Keymap, command: string): string | undefined {
  const own = keymap.bindings.find((binding) => binding.command === command && binding.own);
  // Among the defaults the first that is written is the one to show.
  const found = own ?? keymap.bindings.findLast((binding) => binding.command === command);
  return found ? showKeys(found.presses) : undefined;
}
