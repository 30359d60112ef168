/** What the parts of notes share: how they are opened, made and followed. */
import type { Accessor } from "solid-js";
import type { NoteMade, WirePath } from "../../ipc/bindings";
import type { App, OpenOptions, Panel } from "../../kernel/app";
import { visibleName, visiblePath } from "../../ui/visible-name";
import type { MarkdownPlace } from "../../ui/markdown/places";
import type { RemotePictures } from "../../ui/markdown/tools";
import { createChanges } from "./changes";
import { createLeads, type Leads } from "./leads";
import { keyOf, KIND, stemOf, type NoteState } from "./note-path";
import { createRemotePictures } from "./remote-pictures";
import { makeRename, type Rename } from "./rename";

export interface Notes {
  app: App;
  /** Grows when files changed. */
  stamp: Accessor<number>;
  /** Whether a link leads anywhere. */
  leads: Leads;
  /** Pictures of other machines that the person let come. */
  remote: RemotePictures;
  /** Shows a note as it is read, at a place of it. */
  read: (path: WirePath, place?: MarkdownPlace, options?: OpenOptions) => Panel<NoteState>;
  /** Opens a note's text. */
  edit: (path: WirePath, line?: number) => Promise<void>;
  /** Where a panel that was just opened shall go. */
  takePlace: (panelId: string) => MarkdownPlace | undefined;
  /** A panel that is open goes to a place by this. */
  onPlace: (panelId: string, go: (place: MarkdownPlace) => void) => void;
  forget: (panelId: string) => void;
  renaming: Rename;
  /** Opens what was made, and says what was wrong with the settings. */
  made: (made: NoteMade) => Promise<void>;
}

export function createNotes(app: App): Notes {
  const places = new Map<string, MarkdownPlace>();
  const goers = new Map<string, (place: MarkdownPlace) => void>();
  const stamp = createChanges(app);
  const read: Notes["read"] = (path, place, options) => {
    const id = `${KIND}:${keyOf(path)}`;
    const goer = goers.get(id);
    if (place && !goer) places.set(id, place);
    const panel = app.workbench.open<NoteState>(KIND, id, { path }, visibleName(stemOf(path)), options);
    panel.setTooltip(`${visiblePath(path.path)}, as it is read`);
    if (place) goer?.(place);
    return panel;
  };
  const notes: Notes = {
    app,
    stamp,
    leads: createLeads(app, stamp),
    remote: createRemotePictures(app),
    read,
    renaming: makeRename({ app, read }),
    edit: (path, line) =>
      app.commands.run("editor.openFile", { path, preview: false, ...(line ? { line } : {}) }),
    takePlace: (panelId) => {
      const place = places.get(panelId);
      places.delete(panelId);
      return place;
    },
    onPlace: (panelId, go) => void goers.set(panelId, go),
    forget: (panelId) => void goers.delete(panelId),
    made: async ({ path, problems }) => {
      for (const message of problems) app.notify({ level: "warn", message });
      await notes.edit(path);
    },
  };
  return notes;
}
