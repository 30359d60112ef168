/** Questions about unsaved text, before a tab or the window closes. */
import type { Panel } from "../../kernel/app";
import { visibleName, visiblePath } from "../../ui/visible-name";
import type { Editor } from "./editor";
import type { EditorState } from "./editor-tab";
import type { OpenDocument } from "./open-document";
import { save } from "./save";

/**
 * Asked before tabs close, once for all of them. A document that another tab goes on showing keeps its text.
 */
export async function mayCloseTabs(editor: Editor, panels: Panel<EditorState>[]): Promise<boolean> {
  const closing = new Set(panels.map(({ id }) => id));
  const shown = new Set(
    editor.tabs().flatMap((tab) => (closing.has(tab.panel.id) ? [] : (tab.document() ?? []))),
  );
  const unsaved = new Set<OpenDocument>();
  for (const panel of panels) {
    const document = editor.tabOf(panel.id)?.document();
    if (!document?.dirty() || shown.has(document)) continue;
    // Whoever is asked about the first of them sees it.
    if (unsaved.size === 0) panel.focus();
    unsaved.add(document);
  }
  return maySetAside(editor, [...unsaved]);
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

/** Two files of one name are told apart by their folders. */
function nameOf(document: OpenDocument): string {
  const { name, path } = document.info();
  return path ? visiblePath(path.path) : visibleName(name);
}

async function maySetAside(editor: Editor, unsaved: OpenDocument[]): Promise<boolean> {
  if (unsaved.length === 0) return true;
  const names = unsaved.map((document) => nameOf(document));
  const one = unsaved.length === 1;
  const answer = await editor.app.dialogs.ask({
    title: one ? `Save the changes to ${names[0]}?` : `Save the changes to ${unsaved.length} files?`,
    message: "They are lost when they are not saved.",
    ...(one ? {} : { list: names }),
    answers: [
      { id: "save", title: one ? "Save" : "Save All" },
      { id: "discard", title: "Don't Save", danger: true },
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
