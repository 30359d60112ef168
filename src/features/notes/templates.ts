/** Notes that begin with a template, and templates in notes that are there. */
import type { App, Command } from "../../kernel/app";
import { cursorPlace, editText } from "../editor";
import { askFolder } from "./ask-folder";
import { isNote, stemOf } from "./note-path";
import type { Notes } from "./notes";

/** Asks which template; nothing where there is none, which is said, or where nobody chose. */
async function pickTemplate(app: App): Promise<string | undefined> {
  const { names, folder, problems } = await app.ipc.noteTemplates({});
  for (const message of problems) app.notify({ level: "warn", message });
  if (names.length === 0) {
    const message = "There are no templates yet.";
    const hint = `Put Markdown files into ${folder.path}; {{title}}, {{date}} and {{time}} in them are filled in.`;
    app.notify({ level: "info", message, hint });
    return undefined;
  }
  const items = names.map((name) => ({ id: name, title: name }));
  return (await app.dialogs.pick({ title: "Which template?", items }))?.id;
}

export function templateCommands(notes: Notes, askTitle: () => Promise<string | undefined>): Command[] {
  const { app } = notes;
  const make = async (): Promise<void> => {
    const template = await pickTemplate(app);
    const title = template === undefined ? undefined : await askTitle();
    if (template === undefined || title === undefined) return;
    const folder = await askFolder(app);
    if (folder) await notes.made(await app.ipc.noteNew({ title, folder, template, text: "" }));
  };
  const insert = async (): Promise<void> => {
    const place = cursorPlace(app);
    if (!place || !isNote(place.path)) {
      app.notify({ level: "info", message: "No Markdown file is open at a cursor." });
      return;
    }
    const template = await pickTemplate(app);
    if (template === undefined) return;
    const { text } = await app.ipc.noteTemplate({ template, title: stemOf(place.path) });
    await editText(app, place.path, (now) => {
      const line = now.line(Math.min(place.line, now.lines));
      const at = Math.min(line.from + place.column - 1, line.to);
      return { from: at, to: at, insert: text.replace(/\r\n?/g, "\n") };
    });
  };
  return [
    { id: "notes.newFromTemplate", title: "Notes: New Note from Template…", run: make },
    { id: "notes.insertTemplate", title: "Notes: Insert Template…", run: insert },
  ];
}
