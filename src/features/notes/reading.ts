/** What a reading view shows: the HTML of a text as it is now, what is known of the note, and what links to it. */
import { createEffect, createSignal, on, untrack, type Accessor } from "solid-js";
import type { NoteBacklink, NoteInfo, WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { openText } from "../editor";

export interface Reading {
  html: Accessor<string | undefined>;
  /** Why it cannot be shown. */
  fault: Accessor<unknown>;
  /** Nothing where the file is no note, such as one that ignore files leave out. */
  info: Accessor<NoteInfo | undefined>;
  /** What could not be read in it. */
  problem: Accessor<string | null>;
  backlinks: Accessor<NoteBacklink[]>;
  /** Places that name it and are no link, once they were asked for. */
  mentions: Accessor<NoteBacklink[] | undefined>;
  showMentions: () => void;
  retry: () => void;
}

export interface ReadingOptions {
  app: App;
  path: Accessor<WirePath>;
  visible: Accessor<boolean>;
  /** Grows with every change of files. */
  stamp: Accessor<number>;
  /** Whether it is being given another name: what cannot be read then is no fault. */
  leaving: Accessor<boolean>;
  /** Runs something with the next frame. */
  frame?: (run: () => void) => void;
}

/** Lives in the reactive owner of its panel; while that is hidden nothing is asked for. */
export function createReading({
  app,
  path,
  visible,
  stamp,
  leaving,
  frame = requestAnimationFrame,
}: ReadingOptions): Reading {
  const [html, setHtml] = createSignal<string>();
  const [fault, setFault] = createSignal<unknown>();
  const [info, setInfo] = createSignal<NoteInfo>();
  const [problem, setProblem] = createSignal<string | null>(null);
  const [places, setPlaces] = createSignal<NoteBacklink[]>([]);
  const [wantsMentions, setWantsMentions] = createSignal(false);
  const [hasMentions, setHasMentions] = createSignal(false);
  const [tries, setTries] = createSignal(0);

  const read = async (): Promise<string> => {
    const open = untrack(() => openText(app, path()));
    if (!open) return (await app.ipc.noteShow({ note: path(), html: true })).text;
    return (await app.ipc.markdownHtml({ text: (await open.read()).toString() })).html;
  };
  /** Asks once a frame at most and never twice at once; what is shown last belongs to the last text. */
  let isAsking = false;
  let isBehind = false;
  const draw = (): void => {
    isBehind = true;
    if (isAsking) return;
    isAsking = true;
    frame(() => {
      isBehind = false;
      read()
        .then(
          (got) => {
            setHtml(got);
            setFault(undefined);
          },
          (thrown: unknown) => leaving() || setFault(thrown),
        )
        .finally(() => {
          isAsking = false;
          if (isBehind) draw();
        });
    });
  };
  let asked = 0;
  const know = async (mentions: boolean): Promise<void> => {
    const mine = (asked += 1);
    const note = path();
    try {
      const shown = await app.ipc.noteShow({ note, html: false });
      const back = await app.ipc.noteBacklinks({ note, mentions });
      if (mine !== asked) return;
      setInfo(shown.note);
      setProblem(shown.problem);
      setPlaces(back.places);
      setHasMentions(mentions);
    } catch {
      // Under its old name it is gone, and soon read under the new one.
      if (mine !== asked || untrack(leaving)) return;
      // A file that is no note is read all the same, and has nothing that links to it.
      setInfo(undefined);
      setPlaces([]);
    }
  };

  createEffect(() => {
    if (!visible()) return;
    tries();
    // A name that was refused leaves the note where it is.
    leaving();
    const open = openText(app, path());
    if (open) open.revision();
    else stamp();
    draw();
  });
  createEffect(
    on([visible, path, stamp, wantsMentions], ([isVisible, , , mentions]) => {
      if (isVisible) void know(mentions);
    }),
  );
  return {
    html,
    fault,
    info,
    problem,
    backlinks: () => places().filter(({ mention }) => !mention),
    mentions: () => (hasMentions() ? places().filter(({ mention }) => mention) : undefined),
    showMentions: () => void setWantsMentions(true),
    retry: () => void setTries((count) => count + 1),
  };
}
