import { createRoot, createSignal } from "solid-js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AutoSave } from "../../ipc/bindings";
import { makeAutosave, type Autosave } from "./autosave";
import type { OpenDocument } from "./open-document";

function setUp(mode: AutoSave) {
  const [dirty, setDirty] = createSignal(false);
  const [revision, setRevision] = createSignal(0);
  const [disk, setDisk] = createSignal("same");
  const document = {
    doc: "a",
    info: () => ({ path: { path: "a.txt" }, disk: disk(), readOnly: false }),
    dirty,
    revision,
    refused: () => false,
    fault: () => undefined,
  } as unknown as OpenDocument;
  const saved: OpenDocument[] = [];
  const [documents, setDocuments] = createSignal([document]);
  const page = new EventTarget();
  const autosave: Autosave = createRoot(() =>
    makeAutosave({
      settings: () => ({ autoSave: mode, autoSaveDelay: 1000 }),
      documents,
      save: async (at) => {
        saved.push(at);
        setDirty(false);
      },
      window: page,
    }),
  );
  const type = (): void => {
    setDirty(true);
    setRevision((n) => n + 1);
  };
  return { autosave, document, saved, type, page, setDisk, setDocuments };
}

describe("autosave", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("waits until typing has paused", () => {
    const { type, saved } = setUp("afterDelay");
    type();
    vi.advanceTimersByTime(900);
    type();
    vi.advanceTimersByTime(900);
    expect(saved.length, "each key starts the wait anew").toBe(0);
    vi.advanceTimersByTime(100);
    expect(saved.length).toBe(1);
    vi.advanceTimersByTime(5000);
    expect(saved.length, "it saves once").toBe(1);
  });

  it("does nothing when it is off", () => {
    const { type, saved, page, autosave, document } = setUp("off");
    type();
    vi.advanceTimersByTime(5000);
    page.dispatchEvent(new Event("blur"));
    autosave.blurred(document);
    expect(saved).toEqual([]);
  });

  it("saves when an editor loses the focus", () => {
    const { type, saved, autosave, document } = setUp("onFocusChange");
    autosave.blurred(document);
    expect(saved.length, "there is nothing to save yet").toBe(0);
    type();
    autosave.blurred(document);
    expect(saved.length).toBe(1);
  });

  it("saves when the window loses the focus", () => {
    const { type, saved, page, autosave, document } = setUp("onWindowChange");
    type();
    autosave.blurred(document);
    expect(saved.length, "another tab is no other window").toBe(0);
    page.dispatchEvent(new Event("blur"));
    expect(saved.length).toBe(1);
  });

  it("never writes over a file that something else changed", () => {
    const { type, saved, setDisk } = setUp("afterDelay");
    setDisk("changed");
    type();
    vi.advanceTimersByTime(5000);
    expect(saved).toEqual([]);
  });

  it("forgets a document that closed", () => {
    const { type, saved, setDocuments } = setUp("afterDelay");
    type();
    setDocuments([]);
    vi.advanceTimersByTime(5000);
    expect(saved).toEqual([]);
  });
});
