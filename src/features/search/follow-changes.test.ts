import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { App } from "../../kernel/app";
import { createContexts } from "../../kernel/contexts";
import { followChanges } from "./follow-changes";
import type { Phase, SearchStore } from "./search-store";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const done: Phase = {
  type: "done",
  done: { files: 1, hits: 1, truncated: false, elapsedMs: 1, scanned: 0, problems: [] },
};

function follow(first: Phase) {
  const listeners = new Map<string, () => void>();
  const contexts = createContexts();
  contexts.set("searchShown", true);
  const [phase, setPhase] = createSignal(first);
  const refresh = vi.fn();
  const part = { phase, refresh, form: () => ({ replacing: false }), count: () => 1 };
  const app = { contexts, on: (name: string, told: () => void) => listeners.set(name, told) };
  const dispose = createRoot((end) => {
    followChanges(app as unknown as App, part as unknown as SearchStore);
    return end;
  });
  return { change: () => listeners.get("filesChanged")?.(), contexts, dispose, refresh, setPhase };
}

test("what changes while a search runs is looked at once it is over", () => {
  const { change, dispose, refresh, setPhase } = follow({ type: "running" });
  change();
  vi.runAllTimers();
  expect(refresh).not.toHaveBeenCalled();
  setPhase(done);
  vi.runAllTimers();
  expect(refresh).toHaveBeenCalledTimes(1);
  setPhase({ ...done });
  vi.runAllTimers();
  expect(refresh, "nothing has changed since").toHaveBeenCalledTimes(1);
  dispose();
});

test("what changes while nobody sees the list is looked at when it is shown", () => {
  const { change, contexts, dispose, refresh } = follow(done);
  contexts.set("searchShown", false);
  change();
  vi.runAllTimers();
  expect(refresh).not.toHaveBeenCalled();
  contexts.set("searchShown", true);
  vi.runAllTimers();
  expect(refresh).toHaveBeenCalledTimes(1);
  dispose();
});
