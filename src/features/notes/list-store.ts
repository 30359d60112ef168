/** The notes of the folder as the sidebar lists them. */
import { createEffect, createMemo, createSignal, on, onCleanup, type Accessor } from "solid-js";
import type { NoteInfo, NoteTag } from "../../ipc/bindings";
import type { Notes } from "./notes";

export type Order = "path" | "change";

export interface NoteFilter {
  text: string;
  tag: string | null;
  order: Order;
}

export interface NoteListStore {
  filter: Accessor<NoteFilter>;
  choose: (part: Partial<NoteFilter>) => void;
  /** `undefined` until the first answer. */
  rows: Accessor<NoteInfo[] | undefined>;
  tags: Accessor<NoteTag[]>;
  /** What could not be read. */
  problems: Accessor<string[]>;
  fault: Accessor<unknown>;
  reload: () => void;
  /** Follows the folder for as long as the owner that calls this lives. */
  follow: () => void;
}

/** How long typing has to pause before it is asked for, in milliseconds. */
const PAUSE = 120;

export function createNoteList({ app, stamp }: Notes): NoteListStore {
  const [filter, setFilter] = createSignal<NoteFilter>({ text: "", tag: null, order: "path" });
  const [notes, setNotes] = createSignal<NoteInfo[]>();
  const [tags, setTags] = createSignal<NoteTag[]>([]);
  const [problems, setProblems] = createSignal<string[]>([]);
  const [fault, setFault] = createSignal<unknown>();
  const [tries, setTries] = createSignal(0);
  // An answer to an older question is no answer.
  let asked = 0;
  const load = async ({ text, tag }: NoteFilter): Promise<void> => {
    const mine = (asked += 1);
    try {
      const list = await app.ipc.noteList({
        tag,
        text,
        folder: null,
        orphans: false,
        unresolved: false,
        // Headings and links of every note are far more than a list shows.
        lean: true,
      });
      const known = await app.ipc.noteTags({});
      if (mine !== asked) return;
      setNotes(list.notes);
      setProblems(list.problems);
      setTags(known.tags);
      setFault(undefined);
    } catch (thrown) {
      if (mine === asked) setFault(thrown);
    }
  };
  return {
    filter,
    choose: (part) => setFilter((before) => ({ ...before, ...part })),
    rows: createMemo(() => notes() && sorted(notes() ?? [], filter().order)),
    tags,
    problems,
    fault,
    reload: () => void setTries((count) => count + 1),
    follow: () => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const wanted = createMemo(filter, undefined, {
        equals: (a, b) => a.text === b.text && a.tag === b.tag,
      });
      createEffect(
        on([wanted, stamp, tries], ([now], before) => {
          clearTimeout(timer);
          const isTyped = before !== undefined && before[0].text !== now.text;
          if (isTyped) timer = setTimeout(() => void load(now), PAUSE);
          else void load(now);
        }),
      );
      onCleanup(() => clearTimeout(timer));
    },
  };
}

const natural = new Intl.Collator(undefined, { numeric: true });

/** The last changed first, or by their paths with numbers as numbers: Note 2 before Note 10. */
export function sorted(notes: NoteInfo[], order: Order): NoteInfo[] {
  return order === "path"
    ? notes.toSorted((a, b) => natural.compare(a.path.path, b.path.path))
    : notes.toSorted((a, b) => b.modified - a.modified);
}
