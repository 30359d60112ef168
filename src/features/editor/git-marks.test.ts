import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GitMarks } from "../../ipc/bindings";
import { makeGitMarks } from "./git-marks";

function setUp() {
  const asked: ((marks: GitMarks) => void)[] = [];
  const shown: number[] = [];
  const follower = makeGitMarks(
    { gitMarks: () => new Promise((resolve) => asked.push(resolve)) },
    { doc: "a", flush: async () => 0, fault: () => undefined },
    (marks) => shown.push(marks.length),
  );
  const answer = async (count: number): Promise<void> => {
    const marks = Array.from({ length: count }, () => ({ kind: "added" as const, from: 1, to: 1 }));
    asked.shift()?.({ marks });
    await vi.advanceTimersByTimeAsync(0);
  };
  return { follower, asked, shown, answer };
}

describe("change marks of a document", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("are asked for after a pause", async () => {
    const { follower, asked, shown, answer } = setUp();
    follower.soon();
    follower.soon();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.length).toBe(1);
    await answer(2);
    expect(shown).toEqual([2]);
  });

  it("never go back to an older answer", async () => {
    const { follower, shown, answer } = setUp();
    follower.refresh();
    await vi.advanceTimersByTimeAsync(0);
    follower.refresh();
    await answer(1);
    await answer(3);
    expect(shown, "the first answer was out of date when it came").toEqual([3]);
  });

  it("stop with the view", async () => {
    const { follower, shown, answer } = setUp();
    follower.refresh();
    await vi.advanceTimersByTimeAsync(0);
    follower.stop();
    await answer(1);
    expect(shown).toEqual([]);
  });
});
