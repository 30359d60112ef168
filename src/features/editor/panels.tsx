import type { WirePath } from "../../ipc/bindings";
import type { Panel } from "../../kernel/app";
import { ComparePanel, type CompareState } from "./compare-panel";
import { KIND, type Editor } from "./editor";
import { EditorPanel } from "./editor-panel";
import { heldFor, type EditorState } from "./editor-tab";

export interface PanelRules {
  mayClose: (panels: Panel<EditorState>[]) => Promise<boolean>;
  /** Whether the file of a stored tab is still there. */
  mayRestore: (path: WirePath) => Promise<boolean>;
}

/** Registers the kinds of panels that the editor brings. */
export function registerPanels(editor: Editor, rules: PanelRules): void {
  const { workbench } = editor.app;
  const mayClose = async (panels: Panel<EditorState>[]): Promise<boolean> => {
    if (!(await rules.mayClose(panels))) return false;
    for (const panel of panels) {
      const { path } = panel.state();
      if (path) workbench.onReopen(() => void editor.open({ path }));
    }
    return true;
  };
  workbench.registerPanel<EditorState>({
    kind: KIND,
    area: "center",
    render: (panel) => <EditorPanel editor={editor} panel={panel} />,
    beforeClose: (panel) => mayClose([panel]),
    beforeCloseAll: (panels) => mayClose(panels),
    restore: async (_id, state) => {
      if (heldFor(editor, state)) return true;
      return state.path !== null && rules.mayRestore(state.path);
    },
    split: editor.split,
  });
  workbench.registerPanel<CompareState>({
    kind: "compare",
    area: "center",
    render: (panel) => <ComparePanel editor={editor} panel={panel} />,
    // A comparison speaks of one moment; it is made again when it is wanted.
    restore: () => false,
  });
}
