/** Questions about unsaved text, before a tab or the window closes. */
import type { Panel } from "../../kernel/app";
import { visibleName } from "../../ui/visible-name";
import type { Editor } from "./editor";
import type { EditorState } from "./editor-tab";
import type { OpenDocument } from "./open-document";
import { save } from "./save";

/** Asked before a tab closes; another tab on the same document keeps its text. */
export async function mayCloseTab(editor: Editor, panel: Panel<EditorState>): Promise<boolean> {
  const document = editor.tabOf(panel.id)?.document();
  if (!document || !document.dirty()) return true;
  const others = editor.tabs().some((tab) => tab.panel.id !== panel.id && tab.document() === document);
  if (others) return true;
  panel.focus();
  return maySetAside(editor, [document]);
}

export interface Leaving {
  /** Asked once before the window closes. Text that comes back at the next start needs no question. */
  ask: () => Promise<boolean>;
  /** It closes: what was given up shall not come back. */
  leave: () => Promise<void>;
}

export function makeLeaving(editor: Editor): Leaving {
  let givenUp: OpenDocument[] = [];
  return {
    ask: async () => {
      givenUp = [];
      const all = editor.documents.all();
      // Undo histories are given along, also those of clean files.
      const arrived = await Promise.allSettled(all.map((document) => document.flush()));
      const unsaved = all.filter((document) => document.dirty());
      if (unsaved.length === 0) return true;
      if (editor.app.settings().editorHotExit && arrived.every(({ status }) => status === "fulfilled")) {
        const { unkept } = await editor.app.ipc.bufferList({ text: false });
        if (unkept === null) return true;
      }
      const answer = await maySetAside(editor, unsaved);
      givenUp = answer ? unsaved.filter((document) => document.dirty()) : [];
      return answer;
    },
    leave: async () => {
      for (const { doc } of givenUp) await editor.app.ipc.documentClose({ doc });
    },
  };
}

async function maySetAside(editor: Editor, unsaved: OpenDocument[]): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const names = unsaved.map((document) => visibleName(document.info().name));
  const one = unsaved.length === 1;
  const answer = await editor.app.dialogs.ask({
    title: one ? `Save the changes to ${names[0]}?` : `Save the changes to ${unsaved.length} files?`,
    message: one
      ? "They are lost when they are not saved."
      : `${names.join(", ")}. They are lost when they are not saved.`,
    answers: [
      { id: "save", title: one ? "Save" : "Save all" },
      { id: "discard", title: "Don't save", danger: true },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer === "discard") return true;
  if (answer === "cancel") return false;
  for (const document of unsaved) {
    if (!(await save(editor, document))) return false;
  }
  return true;
}
