/** The code editor: documents, their views, and what is done with them. */
import "./code.css";
import "./editor.css";
import { createSignal } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { ApiError, OpenTarget } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { createEditor, type Editor } from "./editor";
import { makeAutosave } from "./autosave";
import { makeLeaving, mayCloseTabs } from "./closing";
import { registerPanels } from "./panels";
import { unkeptItem } from "./unkept-item";
import { listenToDrops } from "./drop";
import { fileCommands, fileMenus } from "./file-commands";
import { formatCommands } from "./format-commands";
import { save } from "./save";
import { addStatusItems } from "./status-items";
import { symbolCommands, symbolMenus } from "./symbol-commands";
import { textCommands, textMenus } from "./text-commands";

export { codeNodes } from "./code-colours";
export { editText, openText, saveText, type OpenText } from "./open-text";
export { addToEditors, type EditorExtra, type EditorFacts } from "./extras";
export { frontChanged, frontPath, frontPlace } from "./front";
export { readImage } from "./read-image";
export { readAhead } from "./read-ahead";
export { cursorPlace, showProblems } from "./problem-source";
export { selectedLines, selectedText } from "./selected-text";
export { CompareView } from "./compare-panel";
export { basics as codeBasics, heavy as codeHeavy, indentation as codeIndentation } from "./editor-setup";
export { languageOf, loadLanguage } from "./language";
export { decodeText } from "./text-load";

export function installEditor(app: App): void {
  const editor = createEditor(app, (document) => autosave.blurred(document));
  const autosave = makeAutosave({
    settings: app.settings,
    documents: editor.documents.all,
    save: (document) => save(editor, document, { auto: true }),
    window,
  });
  registerPanels(editor, {
    mayClose: (panels) => mayCloseTabs(editor, panels),
    mayRestore: makeRestoreCheck(app),
  });
  app.commands.register(
    [...fileCommands(editor), ...textCommands(editor), ...formatCommands(editor), ...symbolCommands(editor)],
    [...fileMenus, ...textMenus, ...symbolMenus],
  );
  addStatusItems(editor);
  listenToDrops(editor, document.body);
  const leaving = makeLeaving(editor);
  app.beforeQuit(leaving.ask, leaving.leave);
  app.on("openRequested", ({ target }) => void openTarget(editor, target));
  app.on("documentRequested", ({ doc }) => void editor.attempt(() => showDocument(editor, doc)));
  for (const target of app.boot.open) editor.open(target);
  openLost(editor);
  tellOfKeeping(app);
}

/** Opens what was asked for from outside; a folder is a row of the tree. */
async function openTarget(editor: Editor, target: OpenTarget): Promise<void> {
  const { app } = editor;
  const mayBeFolder = target.line === null;
  const isFolder =
    mayBeFolder &&
    (await app.ipc.treeList({ path: target.path }).then(
      () => true,
      // Opening it says what is wrong with it.
      () => false,
    ));
  if (isFolder) await app.commands.run("explorer.reveal", target.path);
  else editor.open(target);
}

/** Shows a document that something outside has opened at the owner, such as a text without a file. */
async function showDocument({ documents, tabs, openState }: Editor, doc: string): Promise<void> {
  const known = await documents.held(doc);
  if (!known) return;
  const shown = tabs().find((tab) => tab.document()?.doc === doc);
  if (shown) shown.panel.focus();
  else openState({ path: known.info().path, doc });
}

/** Files of a stored layout that are gone leave no tab; one notice says so for all of them. */
function makeRestoreCheck(app: App): (path: { path: string }) => Promise<boolean> {
  let gone: string[] = [];
  const tell = (): void => {
    const files = gone.length === 1 ? `${gone[0]} is` : `${gone.length} files are`;
    app.notify({ level: "info", message: `${files} gone since the last time; nothing was opened for it.` });
    gone = [];
  };
  return async (path) => {
    try {
      await app.ipc.fileBytes({ path, offset: 0, length: 1 });
      return true;
    } catch (thrown) {
      if (AppError.from(thrown).code !== "notFound") return true;
      gone.push(path.path);
      // Every check of one layout begins at once, so that the first one's turn comes after the last is asked.
      if (gone.length === 1) setTimeout(tell, 500);
      return false;
    }
  };
}

/** Says when unsaved text is in memory only, and when it is kept again. */
function tellOfKeeping(app: App): void {
  const [unkept, setUnkept] = createSignal<ApiError | null>(null);
  const tell = (fault: ApiError | null): void => {
    if (fault)
      app.notify({ level: "error", message: fault.message, ...(fault.hint ? { hint: fault.hint } : {}) });
    else if (unkept()) app.notify({ level: "info", message: "Unsaved text is kept again." });
    setUnkept(fault);
  };
  app.on("keepingChanged", (event) => tell(event.unkept));
  app.addStatus(unkeptItem(unkept));
}

/** Unsaved text that the owner still holds and the layout does not show gets a tab, so that it is not lost. */
function openLost({ app, openState }: Editor): void {
  for (const { dirty, doc, path } of app.boot.documents) {
    if (dirty && app.boot.layout?.includes(doc) !== true) openState({ path, doc }, { focus: false });
  }
}
