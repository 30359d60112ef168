/** Following `[[wikilinks]]`, from the reading view and from the editor. */
import { AppError } from "../../ipc/app-error";
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { findThing } from "./thing-link";

/** Where the core knows that a link of a note leads. */
export function linkTarget(
  info: NoteInfo | undefined,
  target: string,
  fragment?: string,
): WirePath | undefined {
  const written = fragment === undefined ? target : `${target}#${fragment}`;
  return info?.links.find((link) => link.target === written && link.path)?.path ?? undefined;
}

export interface WikilinkOptions {
  app: App;
  /** What is known of the note that it stands in. */
  info: NoteInfo | undefined;
  go: (path: WirePath, fragment?: string) => void;
  target: string;
  fragment?: string | undefined;
}

/** Goes to the note, else to the task, the file, the commit or the symbol of that name; else offers to make the note. */
export async function followWikilink({ app, info, go, target, fragment }: WikilinkOptions): Promise<void> {
  const to = linkTarget(info, target, fragment);
  if (to) return go(to, fragment);
  try {
    const { note } = await app.ipc.noteShow({ note: { path: target }, html: false });
    return go(note.path, fragment);
  } catch (thrown) {
    if (AppError.from(thrown).code !== "notFound") throw thrown;
  }
  const thing = await findThing(app.ipc, target);
  if (thing && "ref" in thing) return app.commands.run("links.open", thing.ref);
  if (thing) return app.commands.run("editor.openFile", { ...thing, preview: true });
  await offerNote(app, target);
}

async function offerNote(app: App, target: string): Promise<void> {
  const answer = await app.dialogs.ask({
    title: `There is no note "${target}".`,
    message:
      "No task, file, commit or symbol has this name either. A note can be made now; the link leads to it then.",
    answers: [
      { id: "make", title: "Make the Note" },
      { id: "cancel", title: "Cancel" },
    ],
    cancel: "cancel",
  });
  if (answer !== "make") return;
  const slash = target.lastIndexOf("/");
  const folder = slash > 0 ? { path: target.slice(0, slash) } : null;
  const title = target.slice(slash + 1).replace(/\.(md|markdown)$/i, "");
  const made = await app.ipc.noteNew({ title, folder, template: null, text: "" });
  await app.commands.run("editor.openFile", { path: made.path, preview: false });
}
