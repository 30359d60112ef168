/**
 * What the person types, in order.
 *
 * The first key goes at once; what comes while a write is under way is joined into the next one.
 */

export interface InputQueue {
  push(data: string): void;
  dispose(): void;
}

export interface InputQueueOptions {
  send: (data: string) => Promise<void>;
  /** Whether the same write may succeed later, because the program has not read its input yet. */
  mayRetry: (error: unknown) => boolean;
  /** What was waiting is given up, for it would arrive with a gap. */
  onRefused: (error: unknown) => void;
}

/** UTF-16 units in one write. */
export const WRITE_UNITS = 32 * 1024;
/** UTF-16 units that may wait. */
export const WAITING_UNITS = 4 * 1024 * 1024;
/** Milliseconds between two tries of a write that found the program's input full. */
export const RETRY_DELAY = 50;
/** Tries of one write before it is given up. */
export const TRIES = 40;

/** Cuts at `units`, never between the two halves of a character. */
function cut(text: string, units: number): [string, string] {
  if (text.length <= units) return [text, ""];
  const last = text.charCodeAt(units - 1);
  const at = last >= 0xd800 && last < 0xdc00 ? units - 1 : units;
  return [text.slice(0, at), text.slice(at)];
}

export function makeInputQueue({ send, mayRetry, onRefused }: InputQueueOptions): InputQueue {
  let waiting = "";
  let busy = false;
  let over = false;

  const sendPatiently = async (data: string) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await send(data);
        return;
      } catch (error) {
        if (over || attempt === TRIES || !mayRetry(error)) throw error;
        await new Promise((resume) => setTimeout(resume, RETRY_DELAY));
      }
    }
  };

  const drain = async () => {
    busy = true;
    while (waiting !== "" && !over) {
      const [data, rest] = cut(waiting, WRITE_UNITS);
      waiting = rest;
      try {
        await sendPatiently(data);
      } catch (error) {
        waiting = "";
        if (!over) onRefused(error);
      }
    }
    busy = false;
  };

  return {
    push(data) {
      if (over || data === "") return;
      if (waiting.length + data.length > WAITING_UNITS) {
        onRefused(new Error("This is more text than a terminal takes at once (4 million characters)."));
        return;
      }
      waiting += data;
      if (!busy) void drain();
    },
    dispose() {
      over = true;
      waiting = "";
    },
  };
}

/**
 * What xterm.js reports as bytes, as far as it can be written as text.
 *
 * Only the oldest mouse protocol has bytes above 127, for columns past 95; the UTF-8 of such a
 * report would be another report, so it is left out.
 */
export function textOfBinary(data: string): string {
  for (let at = 0; at < data.length; at += 1) if (data.charCodeAt(at) > 0x7f) return "";
  return data;
}
