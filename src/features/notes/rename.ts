/** Giving a note another name, with the links to it. */
import { createSignal, type Accessor } from "solid-js";
import type { NoteRenamed, NoteRenameParams, WirePath } from "../../ipc/bindings";
import { counted } from "../../ui/counted";
import { visibleName, visiblePath } from "../../ui/visible-name";
import { keyOf, KIND, stemOf } from "./note-path";
import type { Notes } from "./notes";

/** The same file from any folder: a name alone would mean the folder that the note is in. */
const whole = (path: WirePath): WirePath => (path.path.includes("/") ? path : { path: `./${path.path}` });

/** The notice of a renaming gives way to the word that it was taken back. */
const aboutOf = ({ from, path }: NoteRenamed): string => `renamed ${keyOf(from)} ${keyOf(path)}`;

export interface Rename {
  /** The note that is being given a name, and what it was called; its links are being written. */
  running: Accessor<{ path: WirePath; message: string } | undefined>;
  rename: (path: WirePath) => Promise<void>;
  /** Whether this window renamed a note and did not take that back. */
  canUndo: () => boolean;
  /** Takes the last renaming back: the name and all links, whether or not the notes are open. */
  undo: () => Promise<void>;
}

export function makeRename({ app, read }: Pick<Notes, "app" | "read">): Rename {
  /** What this window renamed, the last one at the end. */
  const [done, setDone] = createSignal<readonly NoteRenamed[]>([]);
  const [running, setRunning] = createSignal<{ path: WirePath; message: string }>();
  const ask = async (params: NoteRenameParams, message: string): Promise<NoteRenamed> => {
    setRunning({ path: params.note, message });
    try {
      const renamed = await app.ipc.noteRename(params);
      await follow(renamed);
      return renamed;
    } finally {
      setRunning(undefined);
    }
  };
  /** A reading view is of a path, so the one of the old name gives way to one of the new name. */
  const follow = async ({ from, path }: NoteRenamed): Promise<void> => {
    const open = app.workbench.find(`${KIND}:${keyOf(from)}`);
    if (!open) return;
    const front = app.workbench.active("center");
    const focus = open.active();
    await open.close();
    read(path, undefined, { focus });
    // What was worked in stays in front.
    if (front && front.id !== open.id) front.focus();
  };
  const takeBack = async (renamed: NoteRenamed): Promise<void> => {
    const { from, path, restore } = renamed;
    const params = { note: path, to: whole(from), dryRun: false, undoes: restore };
    await ask(params, `${visibleName(stemOf(path))} gets its old name back`);
    setDone((all) => all.filter((each) => each !== renamed));
  };
  const tell = (renamed: NoteRenamed): void => {
    const { path, relinked, lost, problems } = renamed;
    const links = relinked.reduce((sum, { links }) => sum + links, 0);
    const done =
      links === 0 ? "" : ` ${counted(links, "link")} in ${counted(relinked.length, "note")} followed.`;
    const places = lost.map(({ path, line }) => `${visiblePath(path.path)}:${line}`).join(", ");
    const hints = [...(lost.length > 0 ? [`The new name cannot be written at ${places}.`] : []), ...problems];
    app.notify({
      level: hints.length > 0 ? "warn" : "info",
      about: aboutOf(renamed),
      message: `The note is called ${visibleName(stemOf(path))} now.${done}`,
      ...(hints.length > 0 ? { hint: hints.join(" ") } : {}),
      actions: [{ title: "Undo", run: () => takeBack(renamed) }],
    });
  };
  /** What was typed for a renaming that was refused, by the note. */
  const typed = new Map<string, string>();
  const rename = async (path: WirePath): Promise<void> => {
    const old = stemOf(path);
    const key = keyOf(path);
    const name = await app.dialogs.input({
      title: `Another name for ${visibleName(old)}`,
      value: typed.get(key) ?? old,
      placeholder: "Its new name, or a path with /",
      validate: (text) => {
        if (text.trim() === "" || text.trim().endsWith("/")) return "A note needs a name.";
        return text.trim() === old ? "That is its name." : undefined;
      },
    });
    if (name === undefined) return;
    // Where it is refused, such as for unsaved text, it need not be typed again.
    typed.set(key, name);
    const params = { note: path, to: { path: name.trim() }, dryRun: false };
    const renamed = await ask(params, `${visibleName(old)} gets another name`);
    typed.delete(key);
    setDone((all) => [...all, renamed]);
    tell(renamed);
  };
  return {
    running,
    rename,
    canUndo: () => done().length > 0,
    undo: async () => {
      const last = done().at(-1);
      if (!last) return;
      await takeBack(last);
      const message = `The note is called ${visibleName(stemOf(last.from))} again.`;
      app.notify({ level: "info", message, about: aboutOf(last) });
    },
  };
}
