/** Results of a search as a text that is edited and written back to its files. */
import "./search-editor.css";
import { createSignal, onCleanup } from "solid-js";
import type { App, Command, Panel } from "../../kernel/app";
import type { Search } from "../search";
import type { HitsOfFile } from "./load";
import { createSheet, type Sheet, type SheetState } from "./sheet";
import { SheetPanel } from "./sheet-panel";

const KIND = "search-editor";

export function installSearchEditor(app: App, search: Search): void {
  const [sheets, setSheets] = createSignal<Sheet[]>([]);
  const seeds = new Map<string, HitsOfFile[]>();
  const front = (): Sheet | undefined => {
    const id = app.workbench.active("center")?.id;
    return sheets().find(({ panel }) => panel.id === id);
  };
  const add = (panel: Panel<SheetState>): Sheet => {
    const sheet = createSheet(app, panel, seeds.get(panel.id));
    seeds.delete(panel.id);
    setSheets((now) => [...now, sheet]);
    onCleanup(() => setSheets((now) => now.filter((other) => other !== sheet)));
    return sheet;
  };
  /** Whether the edits of some panels may go: they are written, or given up. */
  const mayLeave = async (edited: Sheet[]): Promise<boolean> => {
    if (edited.length === 0) return true;
    const answer = await app.dialogs.ask({
      title: "Write the edited results to their files?",
      message: "The edits are lost when they are not written.",
      answers: [
        { id: "write", title: "Write" },
        { id: "discard", title: "Don't Write", danger: true },
        { id: "cancel", title: "Cancel" },
      ],
      cancel: "cancel",
    });
    if (answer !== "write") return answer === "discard";
    for (const sheet of edited) if (!(await sheet.write())) return false;
    return true;
  };
  const isDirty = (sheet: Sheet): boolean => sheet.panel.dirty();
  const again = async (sheet: Sheet): Promise<void> => {
    if (await mayLeave([sheet].filter(isDirty))) await sheet.again();
  };

  app.workbench.registerPanel<SheetState>({
    kind: KIND,
    area: "center",
    render: (panel) => {
      const sheet = add(panel);
      return <SheetPanel app={app} sheet={sheet} again={() => void again(sheet)} />;
    },
    beforeClose: (panel) =>
      mayLeave(sheets().filter((sheet) => sheet.panel.id === panel.id && isDirty(sheet))),
    // Hits that something else found cannot be found again.
    restore: (_id, state) => state.form !== null,
  });
  app.beforeQuit(() => mayLeave(sheets().filter(isDirty)));

  const openResults = (): void => {
    const files = search.store.files();
    const phase = search.store.phase();
    const form = phase.type === "given" ? null : search.store.form();
    const title = phase.type === "given" ? phase.title : search.store.form().query;
    const id = `${KIND}:${crypto.randomUUID()}`;
    seeds.set(id, files);
    app.workbench.open<SheetState>(KIND, id, { form, title }, `Edit: ${title}`);
  };
  const ofFront = (id: string, title: string, run: (sheet: Sheet) => unknown): Command => ({
    id: `searchEditor.${id}`,
    title,
    enabled: () => front() !== undefined,
    run: async () => {
      const sheet = front();
      if (sheet) await run(sheet);
    },
  });
  app.commands.register(
    [
      {
        id: "search.editResults",
        title: "Search: Edit Results",
        enabled: () => search.store.files().length > 0,
        run: openResults,
      },
      ofFront("write", "Search: Write Edited Results", (sheet) => sheet.write()),
      ofFront("again", "Search: Search Again for Edited Results", again),
      ofFront("like", "Search: More Like This Line of the Results", (sheet) => {
        const place = sheet.place();
        return place && app.commands.run("search.likeRow", place);
      }),
      ofFront("openPlace", "Search: Open the Line in Its File", (sheet) => sheet.open()),
    ],
    [{ menu: "menubar.edit", group: "3_find_files", command: "search.editResults", title: "Edit Results" }],
  );
}
