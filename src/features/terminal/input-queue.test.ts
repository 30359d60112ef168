import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeInputQueue, textOfBinary, TRIES, RETRY_DELAY, WAITING_UNITS, WRITE_UNITS } from "./input-queue";

function setup(mayRetry = false) {
  const sent: string[] = [];
  const refused: unknown[] = [];
  const pending: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const queue = makeInputQueue({
    send: (data) => {
      sent.push(data);
      return new Promise((resolve, reject) => pending.push({ resolve: () => resolve(), reject }));
    },
    mayRetry: () => mayRetry,
    onRefused: (error) => refused.push(error),
  });
  const settle = async (act: (write: (typeof pending)[number]) => void) => {
    const write = pending.shift();
    if (!write) throw new Error("no write is under way");
    act(write);
    await vi.advanceTimersByTimeAsync(0);
  };
  return {
    queue,
    sent,
    refused,
    done: () => settle((write) => write.resolve()),
    fail: (error: unknown) => settle((write) => write.reject(error)),
  };
}

describe("input queue", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("sends the first key at once and joins what comes meanwhile", async () => {
    const { queue, sent, done } = setup();
    queue.push("l");
    expect(sent, "no timer stands before the first key").toEqual(["l"]);
    queue.push("s");
    queue.push("\r");
    expect(sent).toEqual(["l"]);
    await done();
    expect(sent).toEqual(["l", "s\r"]);
    await done();
    queue.push("x");
    expect(sent).toEqual(["l", "s\r", "x"]);
  });

  it("cuts a long paste into writes that keep characters whole", async () => {
    const { queue, sent, done } = setup();
    const text = `${"a".repeat(WRITE_UNITS - 1)}😀${"b".repeat(WRITE_UNITS)}`;
    queue.push(text);
    await done();
    await done();
    await done();
    expect(sent.join("")).toBe(text);
    expect(sent[0], "the pair is not cut in two").toHaveLength(WRITE_UNITS - 1);
  });

  it("tries again while the program does not read, and keeps the order", async () => {
    const { queue, sent, refused, done, fail } = setup(true);
    queue.push("1");
    queue.push("2");
    await fail("full");
    await vi.advanceTimersByTimeAsync(RETRY_DELAY);
    expect(sent).toEqual(["1", "1"]);
    await done();
    expect(sent).toEqual(["1", "1", "2"]);
    expect(refused).toEqual([]);
  });

  it("gives up after its tries, drops what waited, and works again afterwards", async () => {
    const { queue, sent, refused, fail } = setup(true);
    queue.push("1");
    queue.push("lost with it, for it would arrive with a gap");
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      await fail("full");
      await vi.advanceTimersByTimeAsync(RETRY_DELAY);
    }
    expect(refused).toEqual(["full"]);
    expect(sent).toHaveLength(TRIES);
    queue.push("next");
    expect(sent.at(-1)).toBe("next");
  });

  it("refuses more than it may hold instead of growing", () => {
    const { queue, sent, refused } = setup();
    queue.push("a");
    queue.push("b".repeat(WAITING_UNITS));
    queue.push("c");
    expect(refused).toHaveLength(1);
    expect(sent).toEqual(["a"]);
  });

  it("sends nothing any more after the panel closed", async () => {
    const { queue, sent, refused, fail } = setup();
    queue.push("a");
    queue.push("b");
    queue.dispose();
    await fail("gone");
    queue.push("c");
    expect(sent).toEqual(["a"]);
    expect(refused, "a closed panel has nobody to tell").toEqual([]);
  });

  it("passes a report as bytes only when its text is the same bytes", () => {
    expect(textOfBinary("\x1b[M !!")).toBe("\x1b[M !!");
    expect(textOfBinary("\x1b[M \u00e1!"), "a byte above 127 would become two").toBe("");
  });
});
