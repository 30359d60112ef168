import type { Command } from "../../kernel/app";
import type { Binding } from "../../kernel/keymap/bindings";
import { showKeys } from "../../kernel/keymap/chord";
import { whenWords } from "./when-words";

export interface Shortcut {
  command: string;
  title: string;
  /** Empty for a command without a key. */
  key: string;
  /** Where it holds, in words; empty for everywhere. */
  when: string;
  own: boolean;
}

/** Each binding of a command that exists, and each command without one, by title. */
export function listShortcuts(commands: Command[], bindings: Binding[]): Shortcut[] {
  const shortcuts = commands.flatMap((command): Shortcut[] => {
    const bound = bindings.filter((binding) => binding.command === command.id);
    const base = { command: command.id, title: command.title };
    if (bound.length === 0) return command.internal ? [] : [{ ...base, key: "", when: "", own: false }];
    return bound.map(({ presses, whenText, own }) => ({
      ...base,
      key: showKeys(presses),
      when: whenWords(whenText ?? ""),
      own,
    }));
  });
  return shortcuts.sort((a, b) => a.title.localeCompare(b.title));
}

/** Shortcuts in which every word occurs. */
export function searchShortcuts(shortcuts: Shortcut[], query: string): Shortcut[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return shortcuts.filter(({ command, title, key }) => {
    const text = `${title} ${command} ${key}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
