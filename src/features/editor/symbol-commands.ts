/** What is asked about the name under the cursor. */
import type { TextPlace } from "../../ipc/search-types";
import type { Command, MenuItem } from "../../kernel/app";
import type { CodemirrorHost } from "./codemirror-host";
import type { Editor } from "./editor";

/** A place in a text, such as that of its cursor; nothing for text without a file. */
function textPlace(host: CodemirrorHost, pos = host.view.state.selection.main.head): TextPlace | undefined {
  const { path } = host.document.info();
  if (!path) return undefined;
  const line = host.view.state.doc.lineAt(pos);
  return { path, line: line.number, column: pos - line.from + 1 };
}

function cursorPlace(editor: Editor): TextPlace | undefined {
  const host = editor.activeHost();
  return host && textPlace(host);
}

/** Goes to where a name is defined, as F12 does for the one under the cursor. */
export function goToDefinition(editor: Editor, host: CodemirrorHost, pos: number): void {
  const place = textPlace(host, pos);
  if (place) void editor.app.commands.run("symbols.definition", place);
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
