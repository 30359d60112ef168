/**
 * Draws a terminal less often while output floods in.
 *
 * Drawing rows with the DOM costs as much of a frame as parsing does, and nobody reads 60 screens a
 * second. xterm.js asks its window for every frame, so it is given one that lets a frame wait while much
 * output comes.
 */
import type { Terminal } from "@xterm/xterm";

/** Bytes that came before the last frame and since, from which on the next one may wait. */
export const FLOOD_BYTES = 64 * 1024;
/** Milliseconds between two frames of a flood. */
export const FLOOD_FRAME = 100;
/** Milliseconds between two frames while something is typed elsewhere, whose echo comes first. */
export const ASIDE_FRAME = 500;

type Frames = Pick<Window, "requestAnimationFrame" | "cancelAnimationFrame" | "setTimeout" | "clearTimeout">;

export interface FramePacer extends Pick<Frames, "requestAnimationFrame" | "cancelAnimationFrame"> {
  /** So many bytes came for the screen. */
  came(bytes: number): void;
  /** Whether something is typed elsewhere. */
  aside(aside: boolean): void;
}

/** Frames of `frames`, fewer of them in a flood. `now` is a clock in milliseconds. */
export function makeFramePacer(frames: Frames, now: () => number): FramePacer {
  /** The timer of a frame that waits, or nothing once it was asked for, by the number given out. */
  const waiting = new Map<number, { timer?: number; frame?: number }>();
  let number = 0;
  let before = 0;
  let bytes = 0;
  let last = -Infinity;
  let isAside = false;

  const ask = (id: number, draw: FrameRequestCallback) => {
    const frame = frames.requestAnimationFrame((time) => {
      waiting.delete(id);
      before = bytes;
      bytes = 0;
      last = now();
      draw(time);
    });
    waiting.set(id, { frame });
  };

  return {
    came(count) {
      bytes += count;
    },
    aside(aside) {
      isAside = aside;
    },
    requestAnimationFrame(draw) {
      const id = ++number;
      const pause = isAside ? ASIDE_FRAME : before + bytes < FLOOD_BYTES ? 0 : FLOOD_FRAME;
      const wait = pause === 0 ? 0 : last + pause - now();
      if (wait <= 0) ask(id, draw);
      else waiting.set(id, { timer: frames.setTimeout(() => ask(id, draw), wait) });
      return id;
    },
    cancelAnimationFrame(id) {
      const { timer, frame } = waiting.get(id) ?? {};
      if (timer !== undefined) frames.clearTimeout(timer);
      if (frame !== undefined) frames.cancelAnimationFrame(frame);
      waiting.delete(id);
    },
  };
}

/**
 * Gives the terminal, which has to be on the page, a window whose frames come from the pacer. xterm.js
 * has no public way to it; without this place it draws as often as it likes.
 */
export function paceFrames(terminal: Terminal, pacer: FramePacer): void {
  const { _core: core } = terminal as unknown as { _core?: { _coreBrowserService?: { window: Window } } };
  const service = core?._coreBrowserService;
  if (!service) return;
  const real = service.window;
  const own = new Map<PropertyKey, unknown>([
    ["requestAnimationFrame", pacer.requestAnimationFrame],
    ["cancelAnimationFrame", pacer.cancelAnimationFrame],
  ]);
  service.window = new Proxy(real, {
    get(target, key) {
      const value: unknown = own.get(key) ?? Reflect.get(target, key, target);
      // The functions of a window run on itself only; its classes are taken as they are.
      const isMethod = typeof value === "function" && !own.has(key) && !/^[A-Z]/.test(String(key));
      return isMethod ? (value as () => unknown).bind(target) : value;
    },
  });
}
