import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { makeAfterOutput } from "./after-output";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Output every 50 ms for a while. */
function flood(touch: () => void, ms: number): void {
  for (let at = 0; at < ms; at += 50) {
    touch();
    vi.advanceTimersByTime(50);
  }
}

describe("asking after output", () => {
  it("waits for a pause", () => {
    const run = vi.fn();
    const after = makeAfterOutput(run);
    flood(after.touch, 200);
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(5_000);
    expect(run, "once, however long the quiet lasts").toHaveBeenCalledTimes(1);
  });

  it("does not wait for ever in a flood", () => {
    const run = vi.fn();
    const after = makeAfterOutput(run);
    flood(after.touch, 5_000);
    expect(run).toHaveBeenCalledTimes(5);
  });

  it("stops with its panel", () => {
    const run = vi.fn();
    const after = makeAfterOutput(run);
    after.touch();
    after.stop();
    vi.advanceTimersByTime(5_000);
    expect(run).not.toHaveBeenCalled();
  });
});
