/** The text of a file as this window has it, with what is not saved, for whoever shows it in another way. */
import { ChangeSet, type Text } from "@codemirror/state";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";
import { save } from "./save";
import { samePath } from "./wire-path";

export interface OpenText {
  /** Grows with every edit; reactive. */
  revision: () => number;
  /** The text as it is now, fetched where it was not yet. */
  read: () => Promise<Text>;
}

/** The text of a file that is open; reactive. Nothing where the file alone says what it holds. */
export function openText(app: App, path: WirePath): OpenText | undefined {
  const document = editorOf(app)
    ?.documents.all()
    .find((open) => samePath(open.info().path, path));
  if (!document || document.info().kind !== "text") return undefined;
  return { revision: document.revision, read: async () => (await document.load()).text() };
}

/** Saves the text of a file that is open, whoever shows it. */
export async function saveText(app: App, path: WirePath): Promise<void> {
  const editor = editorOf(app);
  const document = editor?.documents.all().find((open) => samePath(open.info().path, path));
  if (editor && document?.dirty()) await save(editor, document);
}

/**
 * Replaces a part of a file's text, which is unsaved then and has a tab. `find` answers with the part. With `save`
 * a file that had no tab and no unsaved text is written at once and gets none.
 */
export async function editText(
  app: App,
  path: WirePath,
  find: (text: Text) => { from: number; to: number; insert: string } | undefined,
  options: { save?: boolean } = {},
): Promise<void> {
  const editor = editorOf(app);
  if (!editor) return;
  const document = await editor.documents.open(path);
  const shared = await document.load();
  const wasSaved = !document.dirty();
  const change = find(shared.text());
  if (change) {
    shared.change(ChangeSet.of(change, shared.text().length), { userEvent: "input", sent: true });
  }
  // What is not saved is never without a tab.
  const isShown = editor.tabs().some((tab) => tab.document()?.doc === document.doc);
  if (isShown) return;
  const isWritten = !change || (options.save && wasSaved && (await save(editor, document, { auto: true })));
  if (isWritten) await editor.release(document.doc);
  else editor.openState({ path, doc: document.doc }, { focus: false });
}
