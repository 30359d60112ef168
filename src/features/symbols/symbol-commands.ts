/** Going to where a name is defined, and to where it is used. */
import type { SymbolRow, TextPlace } from "../../ipc/search-types";
import type { App, Command, MenuItem } from "../../kernel/app";
import { visiblePath } from "../../ui/visible-name";
import { fullName, hitOf } from "./symbol-rows";

export function openSymbol(app: App, { path, line, column, name }: SymbolRow): Promise<void> {
  const place = { line, character: column, length: name.length };
  return app.commands.run("editor.openFile", { path, ...place, preview: false });
}

async function goToDefinition(app: App, place: TextPlace): Promise<void> {
  const rows = await app.ipc.symbolDefinition(place);
  const [first] = rows;
  if (!first) {
    app.notify({
      level: "info",
      message: "No definition of this name is known.",
      hint: "The index goes by names; what is defined outside of the folder is not in it.",
    });
    return;
  }
  if (rows.length === 1) return openSymbol(app, first);
  // A name in a function has no id, so that a row is told by where it stands.
  const items = rows.map((row, index) => ({
    id: String(index),
    title: fullName(row),
    detail: `${row.kind} · ${visiblePath(row.path.path)}:${row.line}`,
  }));
  const picked = await app.dialogs.pick({ title: `Definitions of ${first.name}`, items });
  const row = picked && rows[Number(picked.id)];
  if (row) await openSymbol(app, row);
}

async function findReferences(app: App, place: TextPlace): Promise<void> {
  const rows = await app.ipc.symbolReferences(place);
  const [first] = rows;
  if (!first) return app.notify({ level: "info", message: "No use of this name is known." });
  await app.commands.run("search.give", { title: `References to ${first.name}`, hits: rows.map(hitOf) });
}

export function symbolCommands(app: App): Command[] {
  const enabled = (): boolean => app.workspace() !== null;
  const show = (prefix: string) => (): Promise<void> => app.commands.run("palette.show", prefix);
  return [
    { id: "symbols.workspace", title: "Go: Symbol in the Folder…", enabled, run: show("#") },
    { id: "symbols.outline", title: "Go: Symbol in This File…", enabled, run: show("@") },
    {
      id: "symbols.definition",
      title: "Go: To the Definition at a Place",
      internal: true,
      run: (place) => goToDefinition(app, place as TextPlace),
    },
    {
      id: "symbols.references",
      title: "Go: References at a Place",
      internal: true,
      run: (place) => findReferences(app, place as TextPlace),
    },
  ];
}

export const symbolMenus: MenuItem[] = [
  { menu: "menubar.go", group: "1_symbols", command: "symbols.workspace" },
  { menu: "menubar.go", group: "1_symbols", command: "symbols.outline" },
];
