/**
 * Does what programs ask for to erase the screen, so that places can be marked on it just behind.
 *
 * xterm.js asks others only before it erases, and takes the marks of erased rows away then. It has no public way
 * to erase; without this place it does so itself a moment later, and a command that erased itself has no block.
 */
import type { Terminal } from "@xterm/xterm";

interface InputHandler {
  eraseInDisplay(params: { params: number[] }, keepsProtected: boolean): boolean;
  fullReset(): boolean;
}

export interface Eraser {
  /** Erases as `CSI kind J` does, or `CSI ? kind J`; false where it cannot. */
  erase(kind: number, keepsProtected: boolean): boolean;
  /** As `ESC c`. */
  reset(): boolean;
}

export function makeEraser(screen: Terminal): Eraser {
  const handler = () =>
    (screen as unknown as { _core?: { _inputHandler?: InputHandler } })._core?._inputHandler;
  return {
    erase: (kind, keepsProtected) => handler()?.eraseInDisplay({ params: [kind] }, keepsProtected) === true,
    reset: () => handler()?.fullReset() === true,
  };
}
