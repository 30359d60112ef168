import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createQuit } from "./quit";

const ipc = { windowClose: vi.fn(async () => ({})), windowClosing: vi.fn(async () => ({})) };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe("closing the window", () => {
  it("tells the shell at once that the page heard, however long a question stands", async () => {
    const quit = createQuit(
      ipc,
      () => expect.unreachable(),
      async () => undefined,
    );
    quit.ask(() => new Promise(() => undefined));
    void quit.requested();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ipc.windowClosing).toHaveBeenCalledTimes(1);
    expect(ipc.windowClose).not.toHaveBeenCalled();
  });

  it("does not wait for ever for a layout that cannot be stored", async () => {
    const quit = createQuit(
      ipc,
      () => expect.unreachable(),
      () => new Promise(() => undefined),
    );
    void quit.requested();
    await vi.advanceTimersByTimeAsync(1_900);
    expect(ipc.windowClose).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(200);
    expect(ipc.windowClose).toHaveBeenCalledTimes(1);
  });

  it("stays open with what went wrong", async () => {
    const faults: unknown[] = [];
    const quit = createQuit(
      ipc,
      (fault) => faults.push(fault),
      () => Promise.reject(new Error("full")),
    );
    await quit.requested();
    expect(faults).toEqual([new Error("full")]);
    expect(ipc.windowClose).not.toHaveBeenCalled();
  });
});
