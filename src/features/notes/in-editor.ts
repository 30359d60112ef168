/** What notes add to the editors of Markdown. */
import type { Extension } from "@codemirror/state";
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import { failureNotice } from "../../kernel/failure";
import type { EditorFacts } from "../editor";
import { linkCompletion } from "./complete";
import { makeDrawBlock } from "./draw-block";
import { linkClick, type WrittenLink } from "./link-click";
import { livePreview } from "./live-preview";
import { isNote } from "./note-path";
import type { Notes } from "./notes";
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
  const click = linkClick((link) => {
    follow(notes, facts.path, link).catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) notes.app.notify(notice);
    });
  });
  return [
    linkCompletion(notes.app.ipc, () => path),
    click,
    isLive ? livePreview(makeDrawBlock(notes, path)) : [],
  ];
}
