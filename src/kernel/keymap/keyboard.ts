import type { Contexts } from "../app";
import type { Binding } from "./bindings";
import { pressesOf, showKeys } from "./chord";
import { resolve } from "./resolve";

export interface KeyboardOptions {
  bindings: () => Binding[];
  contexts: Contexts;
  /** Whether a command exists and can run now. */
  runnable: (command: string) => boolean;
  run: (command: string) => void;
  /** Commands whose keys the window keeps while a terminal has the focus. */
  skipShell: () => string[];
  /** Shown while the rest of a longer key is awaited; `undefined` when that is over. */
  onPending: (message: string | undefined) => void;
}

/** Listens to the keyboard before anything inside the page does; the answer stops it. */
export function listenToKeyboard(target: Window, options: KeyboardOptions): () => void {
  const { contexts } = options;
  let pending: string[] = [];
  const settle = (message?: string): void => {
    pending = [];
    options.onPending(message);
  };
  const allowed = (binding: Binding): boolean => {
    if (!options.runnable(binding.command) || !binding.when.holds(contexts.get)) return false;
    // A dialog keeps the keyboard to itself.
    if (contexts.get("dialogOpen") === true && !binding.when.mentions("dialogOpen")) return false;
    if (contexts.get("terminalFocus") !== true || binding.when.mentions("terminalFocus")) return true;
    return options.skipShell().includes(binding.command);
  };
  const press = (event: KeyboardEvent): void => {
    const forms = pressesOf(event);
    if (forms.length === 0 || event.defaultPrevented) return;
    // A menu keeps the keyboard to itself.
    if (event.target instanceof Element && event.target.closest("[role=menu]")) return;
    const found = resolve(options.bindings(), pending, forms, allowed);
    if (found.type === "nothing" && pending.length === 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (found.type === "command") {
      settle();
      options.run(found.binding.command);
    } else if (found.type === "more") {
      pending = found.presses;
      options.onPending(`${showKeys(pending)} was pressed; waiting for the next key.`);
    } else {
      const typed = showKeys([...pending, forms[0] ?? ""]);
      settle(forms[0] === "escape" ? undefined : `${typed} is not bound to a command.`);
    }
  };
  const giveUp = (): void => {
    if (pending.length > 0) settle();
  };
  target.addEventListener("keydown", press, { capture: true });
  target.addEventListener("blur", giveUp);
  target.addEventListener("mousedown", giveUp, { capture: true });
  return () => {
    target.removeEventListener("keydown", press, { capture: true });
    target.removeEventListener("blur", giveUp);
    target.removeEventListener("mousedown", giveUp, { capture: true });
  };
}
