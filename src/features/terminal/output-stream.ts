/**
 * The way of a terminal's output: attachment, order, and the credit that keeps memory bounded.
 *
 * The owner stops reading from the shell while too many bytes are out without having been parsed, so
 * every byte that xterm.js has parsed is acknowledged exactly once.
 */

import type { TerminalView } from "../../ipc/bindings";
import { readMarks, type Mark } from "./blocks/mark";

/** What draws: xterm.js, or a recorder in tests. Calls take effect in the order they were made. */
export interface OutputSink {
  /** Writes bytes; `parsed` is called once they are part of the screen. */
  write(data: Uint8Array, parsed: () => void): void;
  /** Clears the screen, the scrollback and all modes before what is written next. */
  reset(): void;
  /** Takes marks that stand behind what was written before. */
  mark(marks: readonly Mark[]): void;
}

/** The owner's side of one terminal. */
export interface OutputSource {
  /** Resolves with the attachment's number; bytes may arrive before it does. */
  attach(onBytes: (data: ArrayBuffer) => void): Promise<number>;
  /** Bytes were parsed; `view` is how the terminal is shown from now on, null as before. */
  ack(attachment: number, bytes: number, view: TerminalView | null): Promise<void>;
  detach(attachment: number): Promise<void>;
}

export interface OutputStream {
  /** Tells the owner how the terminal is shown, which says how much may be on the way. */
  see(view: TerminalView): void;
  /** Stops the output. Safe to call twice, and before the attachment is known. */
  dispose(): void;
}

/** Parsed bytes that are acknowledged at once. */
export const ACK_BYTES = 256 * 1024;
/** Milliseconds of quiet after which fewer bytes are acknowledged too. */
export const ACK_QUIET = 30;
/** Milliseconds between two acknowledgements while something is typed elsewhere: so slow a flood becomes. */
export const ACK_ASIDE = 250;

const BYTES = 0;
const SNAPSHOT = 1;
/** Where prompts and commands stand; no part of the output, and so not acknowledged. */
const MARKS = 2;

export function makeOutputStream(
  source: OutputSource,
  sink: OutputSink,
  onFailure: (error: unknown) => void,
): OutputStream {
  let attachment: number | undefined;
  let over = false;
  let credit = 0;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  let view: TerminalView = "front";
  /** What the owner knows, which takes each attachment for one in front. */
  let told: TerminalView = "front";

  const fail = (error: unknown) => {
    if (!over) onFailure(error);
  };

  const acknowledge = () => {
    clearTimeout(quiet);
    quiet = undefined;
    if (over || attachment === undefined || (credit === 0 && view === told)) return;
    const bytes = credit;
    const news = view === told ? null : view;
    credit = 0;
    told = view;
    // A lost acknowledgement would stop the shell for ever, so it is never swallowed.
    source.ack(attachment, bytes, news).catch(fail);
  };

  const parsed = (bytes: number) => {
    credit += bytes;
    const isAside = view === "aside";
    if (credit >= ACK_BYTES && !isAside) acknowledge();
    else quiet ??= setTimeout(acknowledge, isAside ? ACK_ASIDE : ACK_QUIET);
  };

  const takeMarks = (json: Uint8Array) => {
    try {
      sink.mark(readMarks(json));
    } catch (error) {
      fail(error);
    }
  };

  const receive = (data: ArrayBuffer) => {
    if (over || data.byteLength === 0) return;
    const kind = new Uint8Array(data, 0, 1)[0];
    if (kind === MARKS) {
      takeMarks(new Uint8Array(data, 1));
      return;
    }
    if (kind !== BYTES && kind !== SNAPSHOT) {
      fail(new Error(`A message of the unknown kind ${kind} came from the terminal.`));
      return;
    }
    if (kind === SNAPSHOT) sink.reset();
    const bytes = new Uint8Array(data, 1);
    if (bytes.length > 0) sink.write(bytes, () => parsed(bytes.length));
    // No marks follow a picture in which no command begins.
    if (kind === SNAPSHOT) sink.mark([{ at: "redrawn" }]);
  };

  const release = (number: number) => {
    // The terminal may be gone already, and then there is nothing left to detach from.
    source.detach(number).catch(() => undefined);
  };

  source.attach(receive).then((number) => {
    if (over) {
      release(number);
      return;
    }
    attachment = number;
    acknowledge();
  }, fail);

  return {
    see(next) {
      view = next;
      if (view !== told) acknowledge();
    },
    dispose() {
      if (over) return;
      over = true;
      clearTimeout(quiet);
      if (attachment !== undefined) release(attachment);
    },
  };
}
