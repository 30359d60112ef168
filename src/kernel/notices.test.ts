import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Notice } from "./app";
import { makeErrorGate } from "./error-gate";
import { createNotices } from "./notices";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const error = (message: string): Notice => ({ level: "error", message });

describe("notices", () => {
  it("count up when the same is said again", () => {
    const notices = createNotices();
    notices.notify(error("No."));
    notices.notify(error("No."));
    expect(notices.shown().map(({ message, count }) => [message, count])).toEqual([["No.", 2]]);
  });

  it("give way to a later word on the same", () => {
    const notices = createNotices();
    notices.notify({ level: "info", message: "Renamed.", about: "a" });
    notices.notify({ level: "info", message: "Other.", about: "b" });
    notices.notify({ level: "info", message: "It is back.", about: "a" });
    expect(notices.shown().map(({ message }) => message)).toEqual(["Other.", "It is back."]);
  });

  it("never stand in large numbers", () => {
    const notices = createNotices();
    for (let index = 0; index < 30; index++) notices.notify(error(`${index}`));
    expect(notices.shown().map(({ message }) => message)).toEqual(["27", "28", "29"]);
  });

  it("go by themselves, but not while they are held, and not with a question", () => {
    const notices = createNotices();
    notices.notify({ level: "info", message: "Done." });
    notices.notify({ ...error("Restart?"), actions: [{ title: "Restart", run: () => undefined }] });
    const [done] = notices.shown();
    notices.hold(done?.id ?? 0, true);
    vi.advanceTimersByTime(60_000);
    expect(notices.shown().map(({ message }) => message)).toEqual(["Done.", "Restart?"]);
    notices.hold(done?.id ?? 0, false);
    vi.advanceTimersByTime(60_000);
    expect(notices.shown().map(({ message }) => message)).toEqual(["Restart?"]);
    notices.clear();
    expect(notices.shown()).toEqual([]);
  });
});

describe("the gate for errors", () => {
  it("lets a few through, drops repeats, and counts the flood", () => {
    const said: string[] = [];
    const gate = makeErrorGate(
      ({ message }) => said.push(message),
      Date.now,
      (run, ms) => void setTimeout(run, ms),
    );
    for (let index = 0; index < 100; index++) gate(error(`Call ${index} failed.`));
    for (let index = 0; index < 100; index++) gate(error("Call 1 failed."));
    expect(said).toEqual(["Call 0 failed.", "Call 1 failed.", "Call 2 failed."]);
    vi.advanceTimersByTime(5_000);
    expect(said.at(-1), "nothing is lost without a word").toBe("97 more errors in the last seconds.");
    gate(error("Call 1 failed."));
    expect(said.at(-1), "later the same is news again").toBe("Call 1 failed.");
  });
});
