import { Terminal } from "@xterm/xterm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeLineTrimmer, TRIM_QUIET } from "./trim-lines";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const COLS = 40;

interface Sized {
  _core: { buffers: { normal: { lines: { length: number; get(at: number): { length: number } } } } };
}

function open() {
  const terminal = new Terminal({ cols: COLS, rows: 10, scrollback: 300, allowProposedApi: true });
  return { terminal, trimmer: makeLineTrimmer(terminal) };
}

async function write(terminal: Terminal, text: string): Promise<void> {
  const done = new Promise<void>((resolve) => terminal.write(text, resolve));
  await vi.advanceTimersByTimeAsync(100);
  await done;
}

function texts(terminal: Terminal): string[] {
  const { normal } = terminal.buffer;
  return Array.from({ length: normal.length }, (_, at) => {
    const line = normal.getLine(at);
    return `${line?.isWrapped} ${line?.translateToString(true)}`;
  });
}

function shortened(terminal: Terminal): number {
  const { lines } = (terminal as unknown as Sized)._core.buffers.normal;
  let count = 0;
  for (let at = 0; at < lines.length; at++) if (lines.get(at).length < COLS) count++;
  return count;
}

/** Numbers that follow from their seed. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
}

test("short lines that scrolled away give their room back, and others do not", async () => {
  const { terminal, trimmer } = open();
  await write(terminal, `${"short\r\n".repeat(50)}${"long ".repeat(20)}\r\n${"\r\n".repeat(20)}`);
  const before = texts(terminal);
  trimmer.wrote();
  vi.advanceTimersByTime(TRIM_QUIET);
  expect(shortened(terminal)).toBeGreaterThan(50);
  expect(texts(terminal)).toEqual(before);
  trimmer.grow();
  expect(shortened(terminal)).toBe(0);
  expect(texts(terminal)).toEqual(before);
});

test("nothing is lost by it, whatever comes", { timeout: 60_000 }, async () => {
  const pieces = [
    "some words\r\n",
    "\x1b[44mon blue\x1b[0m\r\n",
    "\x1b[42m\x1b[K\x1b[0m\r\n",
    "日本語\r\n",
    `${"a line that wraps ".repeat(5)}\r\n`,
    "\x1b[A",
    "\x1b[2J",
    "\x1b[H",
    "\x1b[3J",
    "e\u0301\r\n",
    "\r\n".repeat(15),
  ];
  for (let seed = 1; seed < 12; seed++) {
    const roll = dice(seed);
    const [trimmed, plain] = [open(), open()];
    for (let step = 0; step < 25; step++) {
      let text = "";
      for (let count = roll(60); count > 0; count--) text += pieces[roll(pieces.length)];
      await write(trimmed.terminal, text);
      await write(plain.terminal, text);
      if (roll(2) === 0) {
        trimmed.trimmer.wrote();
        vi.advanceTimersByTime(TRIM_QUIET);
      }
      if (roll(4) === 0) {
        const [cols, rows] = [COLS - 15 + roll(30), 5 + roll(30)];
        trimmed.trimmer.grow();
        trimmed.terminal.resize(cols, rows);
        plain.terminal.resize(cols, rows);
      }
      expect(texts(trimmed.terminal), `seed ${seed}, step ${step}`).toEqual(texts(plain.terminal));
    }
  }
});
