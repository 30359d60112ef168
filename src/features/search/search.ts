/** What the parts of the Search view share. */
import { createMemo, createSignal } from "solid-js";
import type { App } from "../../kernel/app";
import { followChanges } from "./follow-changes";
import { isCommand, openHit } from "./open-hit";
import { createReplaceStore, type ReplaceStore } from "./replace-store";
import { linesOf, nextHit, type ResultFile, type ResultLine } from "./results";
import { createSearchStore, VIEW, type SearchStore } from "./search-store";

export interface Search {
  app: App;
  store: SearchStore;
  replace: ReplaceStore;
  /** The files that the list shows: the preview of replacing, once it is there, else the hits. */
  shown: () => ResultFile[];
  lines: () => ResultLine[];
  cursorIndex: () => number;
  /** Opens the place of a line; a preview leaves the focus where it is. */
  open: (line: ResultLine, preview: boolean) => void;
  /** Goes to the next hit or the one before and opens it. */
  step: (by: 1 | -1) => void;
  /** Brings the view forward with the focus in its field. */
  show: () => void;
  focusField: () => void;
  onFocusField: (focus: () => void) => void;
  focusList: () => void;
  onFocusList: (focus: () => void) => void;
}

export function createSearch(app: App): Search {
  const store = createSearchStore(app);
  const replace = createReplaceStore(app, store);
  followChanges(app, store);
  const [focusField, setFocusField] = createSignal<() => void>();
  const [focusList, setFocusList] = createSignal<() => void>();
  const shown = createMemo(() => replace.files() ?? store.files());
  const lines = createMemo(() => (replace.files() ? linesOf(shown(), store.collapsed()) : store.lines()));

  const open = (line: ResultLine, preview: boolean, focus = !preview): void => {
    const { path } = line.file;
    const place = line.type === "context" ? { line: line.line } : {};
    // A click shows where a row leads, and a command leads away from the list.
    if (line.type === "hit" && isCommand(line.hit) && preview) return;
    if (line.type === "hit") void openHit(app, line.hit, { preview, focus });
    else void app.commands.run("editor.openFile", { path, ...place, preview, focus });
    if (store.phase().type !== "given") store.remember();
  };
  return {
    app,
    store,
    replace,
    shown,
    lines,
    cursorIndex: createMemo(() => {
      const key = store.cursor();
      return key === undefined ? -1 : lines().findIndex((line) => line.key === key);
    }),
    open,
    step: (by) => {
      const line = nextHit(shown(), store.cursor(), by);
      if (!line) return app.notify({ level: "info", message: "There is no hit to go to." });
      if (store.collapsed().has(line.file.key)) store.toggle(line.file);
      store.setCursor(line.key);
      open(line, true, true);
    },
    show: () => app.showSidebar(VIEW),
    focusField: () => focusField()?.(),
    onFocusField: (focus) => void setFocusField(() => focus),
    focusList: () => focusList()?.(),
    onFocusList: (focus) => void setFocusList(() => focus),
  };
}
