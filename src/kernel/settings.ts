import { createSignal } from "solid-js";
import type { SettingsSnapshot } from "../ipc/bindings";
import { defaultKeybindings } from "./keybindings";
import { makeKeymap, type Keymap } from "./keymap/bindings";

export interface SettingsStore {
  snapshot: () => SettingsSnapshot;
  set: (snapshot: SettingsSnapshot) => void;
  /** The keys in force: the defaults with the person's laid over them. */
  keymap: () => Keymap;
}

/** Settings and key bindings as they are now. */
export function createSettings(initial: SettingsSnapshot): SettingsStore {
  const [snapshot, setSnapshot] = createSignal(initial);
  const [keymap, setKeymap] = createSignal(makeKeymap(defaultKeybindings, initial.keybindings));
  return {
    snapshot,
    keymap,
    set: (next) => {
      setSnapshot(next);
      setKeymap(makeKeymap(defaultKeybindings, next.keybindings));
    },
  };
}
