/** What can be done with notes. */
import type { NoteMade, WirePath } from "../../ipc/bindings";
import type { Command, MenuItem } from "../../kernel/app";
import { openText, saveText } from "../editor";
import { askFolder } from "./ask-folder";
import { KIND, noteInFront } from "./note-path";
import type { Notes } from "./notes";
import { templateCommands } from "./templates";

const isPath = (target: unknown): target is WirePath =>
  typeof target === "object" && target !== null && typeof (target as WirePath).path === "string";

/** A heading of a text that is drawn. */
interface Heading {
  text: string;
  level: number;
  line: number;
}

export function headingsOf(html: string): Heading[] {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.querySelectorAll<HTMLElement>("[data-heading]")].map((heading) => ({
    text: heading.textContent?.trim() ?? "",
    level: Number(heading.tagName.slice(1)),
    line: Number(heading.dataset["line"]),
  }));
}

export function noteCommands(notes: Notes): Command[] {
  const { app, renaming } = notes;
  const withNote =
    (run: (path: WirePath) => unknown) =>
    async (target?: unknown): Promise<void> => {
      const path = isPath(target) ? target : noteInFront(app);
      if (path) await run(path);
      else app.notify({ level: "info", message: "No Markdown file is in front." });
    };
  /** Of the text as it is now, also where it is not saved. */
  const html = async (path: WirePath): Promise<string> => {
    const open = openText(app, path);
    if (!open) return (await app.ipc.noteShow({ note: path, html: true })).text;
    return (await app.ipc.markdownHtml({ text: (await open.read()).toString() })).html;
  };
  const goToHeading = async (path: WirePath): Promise<void> => {
    const headings = headingsOf(await html(path));
    if (headings.length === 0) return app.notify({ level: "info", message: "This note has no headings." });
    const picked = await app.dialogs.pick({
      title: "Go to Heading",
      items: headings.map(({ text, level, line }) => ({
        id: String(line),
        title: `${"  ".repeat(level - 1)}${text}`,
        detail: `line ${line}`,
      })),
    });
    if (!picked) return;
    const line = Number(picked.id);
    if (app.workbench.active("center")?.kind === KIND) notes.read(path, { line });
    else await notes.edit(path, line);
  };
  const askTitle = async (): Promise<string | undefined> => {
    const title = await app.dialogs.input({
      title: "New note",
      placeholder: "Its title",
      validate: (text) => (text.trim() === "" ? "A note needs a title." : undefined),
    });
    return title?.trim();
  };
  const make = async (): Promise<void> => {
    const title = await askTitle();
    if (title === undefined) return;
    const folder = await askFolder(app);
    if (folder) await notes.made(await app.ipc.noteNew({ title, folder, template: null, text: "" }));
  };
  const daily = async (): Promise<NoteMade> => app.ipc.noteDaily({ date: null });
  return [
    {
      id: "notes.read",
      title: "Notes: Open Reading View",
      run: (target, line) =>
        withNote((path) => notes.read(path, typeof line === "number" ? { line } : undefined))(target),
    },
    {
      id: "notes.readBeside",
      title: "Notes: Open Reading View to the Side",
      run: withNote((path) => notes.read(path, undefined, { split: "right", focus: false })),
    },
    {
      id: "notes.edit",
      title: "Notes: Edit the Text",
      run: withNote((path) => notes.edit(path)),
    },
    {
      id: "notes.save",
      title: "Notes: Save the Text",
      internal: true,
      run: withNote((path) => saveText(notes.app, path)),
    },
    { id: "notes.heading", title: "Notes: Go to Heading…", run: withNote(goToHeading) },
    { id: "notes.rename", title: "Notes: Rename Note…", run: withNote(renaming.rename) },
    {
      id: "notes.undoRename",
      title: "Notes: Undo the Last Renaming",
      enabled: renaming.canUndo,
      run: renaming.undo,
    },
    { id: "notes.new", title: "Notes: New Note…", run: make },
    ...templateCommands(notes, askTitle),
    { id: "notes.daily", title: "Notes: Open Daily Note", run: async () => notes.made(await daily()) },
    { id: "notes.show", title: "View: Show Notes", run: () => app.showSidebar("notes") },
  ];
}

export const noteMenus: MenuItem[] = [
  { menu: "notes.context", group: "1_open", command: "notes.read", title: "Read" },
  { menu: "notes.context", group: "1_open", command: "notes.readBeside", title: "Read to the Side" },
  { menu: "notes.context", group: "1_open", command: "notes.edit", title: "Edit the Text" },
  { menu: "notes.context", group: "2_change", command: "notes.rename", title: "Rename…" },
  { menu: "menubar.view", group: "3_places", command: "notes.show", title: "Notes" },
];
