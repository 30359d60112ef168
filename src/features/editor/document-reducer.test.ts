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
    expect(open).toEqual({ a: renamed });
  });

  it("come to the same when every event comes twice", () => {
    const events: DocumentEvent[] = [
      { type: "documentOpened", document: info("a") },
      { type: "documentOpened", document: info("b") },
      { type: "documentTyped", doc: "a", dirty: true },
      { type: "documentReloaded", document: info("a", { counter: 4 }) },
      { type: "documentClosed", doc: "b" },
    ];
    const twice = events.flatMap((event) => [event, event]);
    expect(fold(...twice)).toEqual(fold(...events));
  });

  it("leave out documents that were not opened here", () => {
    expect(fold({ type: "documentChanged", document: info("elsewhere") })).toEqual({});
    expect(fold({ type: "documentTyped", doc: "elsewhere", dirty: true })).toEqual({});
  });

  it("keep their identity when nothing changed", () => {
    const open = fold({ type: "documentOpened", document: info("a") });
    expect(reduceDocuments(open, { type: "documentTyped", doc: "a", dirty: false })).toBe(open);
    expect(reduceDocuments(open, { type: "documentClosed", doc: "z" })).toBe(open);
  });
});
