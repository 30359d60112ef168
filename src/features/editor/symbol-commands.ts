/** What is asked about the name under the cursor. */
import type { TextPlace } from "../../ipc/search-types";
import type { Command, MenuItem } from "../../kernel/app";
import type { Editor } from "./editor";

/** Where the cursor of the front editor stands; nothing for text without a file. */
function cursorPlace(editor: Editor): TextPlace | undefined {
  const host = editor.activeHost();
  const path = host?.document.info().path;
  if (!host || !path) return undefined;
  const { state } = host.view;
  const { head } = state.selection.main;
  const line = state.doc.lineAt(head);
  return { path, line: line.number, column: head - line.from + 1 };
}

export function symbolCommands(editor: Editor): Command[] {
  const at = (id: string, title: string, command: string): Command => ({
    id: `editor.${id}`,
    title,
    enabled: () => cursorPlace(editor) !== undefined,
    run: () => editor.app.commands.run(command, cursorPlace(editor)),
  });
  return [
    at("goToDefinition", "Go: To Definition", "symbols.definition"),
    at("findReferences", "Go: Find References", "symbols.references"),
  ];
}

export const symbolMenus: MenuItem[] = ["editor.context", "menubar.go"].flatMap((menu) => [
  { menu, group: "1_definition", command: "editor.goToDefinition", title: "Go to Definition" },
  { menu, group: "1_definition", command: "editor.findReferences", title: "Find References" },
]);
