import { describe, expect, it } from "vitest";
import type { DocumentInfo } from "../../ipc/bindings";
import { reduceDocuments, type DocumentEvent, type OpenDocuments } from "./document-reducer";

const info = (doc: string, fields: Partial<DocumentInfo> = {}): DocumentInfo => ({
  doc,
  path: { path: `${doc}.txt` },
  name: `${doc}.txt`,
  kind: "text",
  encoding: "utf8",
  lineEnd: "lf",
  head: null,
  mixedLineEnds: false,
  size: 0,
  readOnly: false,
  indent: { tabs: false, size: 4 },
  trimTrailingWhitespace: false,
  insertFinalNewline: null,
  ruler: null,
  dirty: false,
  counter: 0,
  disk: "same",
  ...fields,
});

const fold = (...events: DocumentEvent[]): OpenDocuments => events.reduce<OpenDocuments>(reduceDocuments, {});

describe("the records of open documents", () => {
  it("take the newest record", () => {
    const renamed = info("a", { name: "b.txt" });
    const open = fold(
      { type: "documentOpened", document: info("a") },
      { type: "documentChanged", document: renamed },
    );
    expect(open["a"]?.info).toEqual(renamed);
  });

  it("come to the same when every event comes twice", () => {
    const events: DocumentEvent[] = [
      { type: "documentOpened", document: info("a") },
      { type: "documentOpened", document: info("b") },
      { type: "documentTyped", doc: "a", dirty: true, counter: 1 },
      { type: "documentReloaded", document: info("a", { counter: 4 }) },
      { type: "documentClosed", doc: "b" },
    ];
    const twice = events.flatMap((event) => [event, event]);
    expect(fold(...twice)).toEqual(fold(...events));
  });

  it("say what is unsaved as of the latest edit, whichever news of it comes first", () => {
    const opened: DocumentEvent = { type: "documentOpened", document: info("a") };
    const typed: DocumentEvent = { type: "documentTyped", doc: "a", dirty: true, counter: 1 };
    const saved: DocumentEvent = { type: "documentChanged", document: info("a", { counter: 1 }) };
    const typedOn: DocumentEvent = { type: "documentTyped", doc: "a", dirty: true, counter: 2 };
    const dirty = (...events: DocumentEvent[]): boolean | undefined =>
      fold(opened, ...events)["a"]?.info.dirty;
    expect(dirty(typed, saved)).toBe(false);
    expect(dirty(saved, typed), "the save knew of the edit already").toBe(false);
    expect(dirty(typed, typedOn, saved), "the save is older than the last edit").toBe(true);
  });

  it("leave out documents that were not opened here", () => {
    expect(fold({ type: "documentChanged", document: info("elsewhere") })).toEqual({});
    expect(fold({ type: "documentTyped", doc: "elsewhere", dirty: true, counter: 1 })).toEqual({});
  });

  it("keep their identity when nothing changed", () => {
    const open = fold({ type: "documentOpened", document: info("a") });
    expect(reduceDocuments(open, { type: "documentTyped", doc: "a", dirty: false, counter: 0 })).toBe(open);
    expect(reduceDocuments(open, { type: "documentClosed", doc: "z" })).toBe(open);
  });
});
