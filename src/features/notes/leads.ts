/** Whether wikilinks lead anywhere: to a note, a task, a file, a commit or the one symbol of that name. */
import { untrack, type Accessor } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { NoteInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { findThing } from "./thing-link";
import { linkTarget } from "./wikilink";

/** Answers for a link of the note at `from`. What cannot be asked counts as leading somewhere. */
export type Leads = (from: WirePath, target: string, fragment?: string) => Promise<boolean>;

/** What is said of a link that leads nowhere. */
export const leadsNowhere = (target: string): string =>
  `Nothing is called "${target}". A press offers to make the note.`;

/** Each name is asked for once until `stamp` grows. */
export function createLeads({ ipc }: Pick<App, "ipc">, stamp: Accessor<number>): Leads {
  const names = new Map<string, Promise<boolean>>();
  const notes = new Map<string, Promise<NoteInfo | undefined>>();
  let at = untrack(stamp);
  const once = <T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> => {
    const answer = known.get(key) ?? ask();
    known.set(key, answer);
    return answer;
  };
  const infoOf = (note: WirePath): Promise<NoteInfo | undefined> =>
    once(notes, JSON.stringify(note), () =>
      ipc.noteShow({ note, html: false }).then(
        (shown): NoteInfo | undefined => shown.note,
        () => undefined,
      ),
    );
  const isThere = async (target: string): Promise<boolean> => {
    try {
      await ipc.noteShow({ note: { path: target }, html: false });
      return true;
    } catch (thrown) {
      // Two notes of one name, or one that cannot be read, are something.
      if (AppError.from(thrown).code !== "notFound") return true;
    }
    return (await findThing(ipc, target)) !== undefined;
  };
  return async (from, target, fragment) => {
    if (untrack(stamp) !== at) {
      names.clear();
      notes.clear();
      at = untrack(stamp);
    }
    // A heading of the same note, which is looked for when it is followed.
    if (target === "" || linkTarget(await infoOf(from), target, fragment)) return true;
    return once(names, target, () => isThere(target).catch(() => true));
  };
}
