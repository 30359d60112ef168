import { Text, type ChangeSet } from "@codemirror/state";
import { expect, it } from "vitest";
import type { DocumentSaveParams } from "../../ipc/bindings";
import type { Editor } from "./editor";
import type { OpenDocument } from "./open-document";
import { saveAs } from "./save";
import type { SaveRules } from "./save-edits";

/** A document without rules, and a place that has some; every save is kept as what it wrote. */
function setUp(lines: string[], there: SaveRules) {
  let text = Text.of(lines);
  let rules: SaveRules = { trimTrailingWhitespace: false, insertFinalNewline: null };
  const written: { text: string; elsewhere: boolean }[] = [];
  const shared = {
    text: () => text,
    change: (change: ChangeSet) => (text = change.apply(text)),
    views: () => [],
  };
  const document = {
    doc: "a",
    info: () => ({ name: "a", path: { path: "a.txt" }, ...rules }),
    text: () => shared,
    flush: async () => 0,
    setRefused: () => undefined,
    fault: () => undefined,
  } as unknown as OpenDocument;
  const documentSave = async ({ path }: DocumentSaveParams) => {
    written.push({ text: text.toString(), elsewhere: path !== null });
    return { ...there };
  };
  const editor = {
    app: { ipc: { documentSave }, dialogs: { input: async () => "b.txt" } },
    documents: { took: (info: SaveRules) => (rules = info) },
    tabs: () => [],
  } as unknown as Editor;
  return { editor, document, written };
}

it("mends the text by the rules of the new place at once", async () => {
  const { editor, document, written } = setUp(["a  ", "b"], {
    trimTrailingWhitespace: true,
    insertFinalNewline: true,
  });
  expect(await saveAs(editor, document)).toBe(true);
  expect(written).toEqual([
    { text: "a  \nb", elsewhere: true },
    { text: "a\nb\n", elsewhere: false },
  ]);
});

it("saves once where the new place asks for nothing", async () => {
  const { editor, document, written } = setUp(["a  "], {
    trimTrailingWhitespace: false,
    insertFinalNewline: null,
  });
  await saveAs(editor, document);
  expect(written).toEqual([{ text: "a  ", elsewhere: true }]);
});
