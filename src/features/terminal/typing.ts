/** Where something is typed, so that floods of output elsewhere give way to the echo of keys. */
import { createSignal, type Accessor } from "solid-js";

/** Milliseconds after the last key during which somebody counts as typing. */
export const TYPING = 3000;

type Keys = Pick<Window, "addEventListener">;

/**
 * `place` says where a key goes. The answer is where the last one went, and nothing once that is a while ago.
 * It listens as long as the window is there.
 */
export function createTyping(keys: Keys, place: () => string): Accessor<string | undefined> {
  const [typed, setTyped] = createSignal<string>();
  let calm: ReturnType<typeof setTimeout> | undefined;
  const note = () => {
    setTyped(place());
    clearTimeout(calm);
    calm = setTimeout(() => setTyped(undefined), TYPING);
  };
  // The window's keymap may take a key, which is typed all the same.
  keys.addEventListener("keydown", note, true);
  return typed;
}
