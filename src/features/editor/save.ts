/** Saving: what is mended before, how refusals are shown, and under which name. */
import { ChangeSet, type Text } from "@codemirror/state";
import { AppError } from "../../ipc/app-error";
import type { Encoding, LineEnd, WirePath } from "../../ipc/bindings";
import type { Editor } from "./editor";
import type { OpenDocument } from "./open-document";
import { endBeforeSave, trimBeforeSave, type SaveRules } from "./save-edits";
import { checkNewPath } from "./save-path";

export interface SaveOptions {
  /** Saved without being asked for: blanks before the cursor stay, and nothing is said when it fails. */
  auto?: boolean;
  encoding?: Encoding;
  lineEnd?: LineEnd;
  overwrite?: boolean;
}

/** A copy crosses in pieces of this many UTF-16 units. */
const PIECE = 2 << 20;

/** Saves a document where it lies, or asks where; answers whether its text is on disk now. */
export async function save(
  editor: Editor,
  document: OpenDocument,
  options: SaveOptions = {},
): Promise<boolean> {
  if (document.info().path === null) return options.auto === true ? false : saveAs(editor, document, options);
  try {
    await write(editor, document, null, options);
    return true;
  } catch (thrown) {
    const fault = AppError.from(thrown);
    if (document.fault() || options.auto) return false;
    if (fault.code === "conflict") document.setRefused(true);
    else complain(editor, document, fault);
    return false;
  }
}

/** Asks for a name and saves there; a file that is there already is replaced only after a question. */
export async function saveAs(
  editor: Editor,
  document: OpenDocument,
  options: SaveOptions = {},
): Promise<boolean> {
  const path = await askPath(editor, document, `Save ${document.info().name} as`);
  if (path === undefined) return false;
  try {
    await write(editor, document, { path }, options);
    return true;
  } catch (thrown) {
    const fault = AppError.from(thrown);
    if (document.fault()) return false;
    if (fault.code !== "conflict") {
      complain(editor, document, fault);
      return false;
    }
    if (!(await mayReplace(editor, path))) return false;
    await write(editor, document, { path }, { ...options, overwrite: true });
    return true;
  }
}

/** Writes the text that this window shows to another file, past an owner that no longer takes its edits. */
export async function saveCopy(editor: Editor, document: OpenDocument): Promise<void> {
  const { app, documents } = editor;
  const text = (await document.load()).text();
  const path = await askPath(editor, document, `Save a copy of ${document.info().name}`);
  if (path === undefined) return;
  const copy = await documents.create();
  const shared = await copy.load();
  for (let at = 0; at < text.length; at += PIECE) {
    const insert = text.slice(at, Math.min(text.length, at + PIECE));
    const end = shared.text().length;
    shared.change(ChangeSet.of({ from: end, insert }, end), { userEvent: "copy", sent: true });
    await copy.flush();
  }
  try {
    await write(editor, copy, { path }, {});
  } catch (thrown) {
    const replace = AppError.from(thrown).code === "conflict" && (await mayReplace(editor, path));
    if (!replace) throw thrown;
    await write(editor, copy, { path }, { overwrite: true });
  } finally {
    await documents.close(copy.doc);
  }
  app.notify({ level: "info", message: `The text was saved as ${path}.` });
}

async function write(
  editor: Editor,
  document: OpenDocument,
  path: WirePath | null,
  options: SaveOptions,
): Promise<void> {
  const text = document.text();
  if (text) {
    const rules = document.info();
    const trims = trimBeforeSave(text.text(), rules, keptLines(document, options));
    text.change(trims, { userEvent: "save", sent: true, undoable: options.auto !== true });
    // Taken back by undo it would be added by the next save again, and what can be done again be lost.
    const end = endBeforeSave(text.text(), rules);
    text.change(end, { userEvent: "save", sent: true, undoable: false });
  }
  const counter = await document.flush();
  const info = await editor.app.ipc.documentSave({
    doc: document.doc,
    path,
    encoding: options.encoding ?? null,
    lineEnd: options.lineEnd ?? null,
    overwrite: options.overwrite === true,
    counter,
  });
  document.setRefused(false);
  editor.documents.took(info);
  // Only now is it known what the new place asks for.
  if (path !== null && text && asksForMore(text.text(), info)) await write(editor, document, null, {});
}

function asksForMore(text: Text, rules: SaveRules): boolean {
  return !trimBeforeSave(text, rules, new Set()).empty || !endBeforeSave(text, rules).empty;
}

function keptLines(document: OpenDocument, options: SaveOptions): Set<number> {
  const kept = new Set<number>();
  const text = document.text();
  if (options.auto !== true || !text) return kept;
  for (const view of text.views()) {
    for (const range of view.selection().ranges) kept.add(text.text().lineAt(range.head).number);
  }
  return kept;
}

function complain(editor: Editor, document: OpenDocument, fault: AppError): void {
  editor.app.notify({
    level: "error",
    message: fault.message,
    hint: fault.hint ?? "The text is kept in the editor.",
    actions: [{ title: "Save As…", run: () => void editor.attempt(() => saveAs(editor, document)) }],
  });
}

async function askPath(editor: Editor, document: OpenDocument, title: string): Promise<string | undefined> {
  const info = document.info();
  const tab = editor.tabs().find((at) => at.document() === document);
  const value = info.path?.path ?? tab?.panel.state().label ?? `${info.name}.txt`;
  const dot = value.lastIndexOf(".");
  const start = value.lastIndexOf("/") + 1;
  const answer = await editor.app.dialogs.input({
    title,
    value,
    placeholder: "Path inside the workspace, such as notes/idea.md",
    select: [start, dot > start ? dot : value.length],
    validate: checkNewPath,
  });
  return answer?.trim();
}

async function mayReplace(editor: Editor, path: string): Promise<boolean> {
  const answer = await editor.app.dialogs.ask({
    title: `${path} exists already.`,
    message: "Replacing it gives up what is in that file now.",
    answers: [
      { id: "replace", title: "Replace", danger: true },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  return answer === "replace";
}
