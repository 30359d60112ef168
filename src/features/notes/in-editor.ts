/** What notes add to the editors of Markdown. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import { drawMath } from "../../ui/markdown/math";
import { codeNodes, type EditorFacts } from "../editor";
import { linkCompletion } from "./complete";
import { makeDrawBlock } from "./draw-block";
import { editorPreview } from "./editor-preview";
import { linkClick, type WrittenLink } from "./link-click";
import { livePreview } from "./live-preview";
import { isNote } from "./note-path";
import type { Notes } from "./notes";
import { pasteImages } from "./paste-image";
import { previewOf } from "./preview";
import { followWikilink } from "./wikilink";

export interface InEditorOptions {
  notes: Notes;
  facts: EditorFacts;
  isLive: boolean;
}

/** Follows a link from the text of a note; in the same note it goes to the place there. */
async function follow({ app, read, edit }: Notes, from: WirePath | null, link: WrittenLink): Promise<void> {
  const go = (path: WirePath, fragment?: string): void => {
    if (isNote(path) && fragment !== undefined) read(path, { fragment });
    else void edit(path);
  };
  if (link.target === "" && from) return go(from, link.fragment);
  // What is not saved yet, or is no note, is known by the names of its links alone.
  const info = from
    ? await app.ipc.noteShow({ note: from, html: false }).then(
        ({ note }): NoteInfo | undefined => note,
        () => undefined,
      )
    : undefined;
  await followWikilink({ app, info, go, ...link });
}

export function notesInEditor({ notes, facts, isLive }: InEditorOptions): Extension {
  const path = facts.path ?? { path: "" };
  const { app } = notes;
  const click = linkClick((link) => {
    follow(notes, facts.path, link).catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    });
  });
  const ask = async (target: string, fragment: string | undefined) => {
    // The text may be newer than what is known of its links; a name that leads from its folder is known.
    const { note } = await app.ipc.noteShow({ note: path, html: false });
    const written = fragment === undefined ? target : `${target}#${fragment}`;
    const known = note.links.find((link) => link.target === written)?.path;
    return previewOf(app.ipc, known ?? { path: target }, fragment);
  };
  const leads = (written: string): Promise<boolean> => {
    const [target = "", fragment] = written.split("#", 2);
    return notes.leads(path, target.trim(), fragment);
  };
  return [
    EditorView.editorAttributes.of({ class: "cm-note" }),
    linkCompletion(app.ipc, () => path),
    click,
    editorPreview(ask, { code: codeNodes, math: drawMath }),
    pasteImages({ app, path: facts.path }),
    // Prose is read in the width that there is; its blocks are centred in that.
    isLive ? [livePreview(makeDrawBlock(notes, path), leads), EditorView.lineWrapping] : [],
  ];
}
