/** What the parts of the explorer share. */
import { createEffect, createMemo, createSignal, on, untrack } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { failureNotice } from "../../kernel/failure";
import { createGitLetters, type GitLetter } from "../git-status";
import { createIndexReasons } from "../index-status";
import { followOpenFolders } from "./open-folders";
import { makeTreeActions, type TreeActions } from "./tree-actions";
import { createTreeDrag, type TreeDrag } from "./tree-drag";
import { keyOf } from "./tree-path";
import type { Row } from "./tree-reducer";
import { extendTo, selectOnly, toggle } from "./tree-selection";
import { createTreeStore, type TreeStore } from "./tree-store";

export interface Explorer {
  app: App;
  store: TreeStore;
  actions: TreeActions;
  drag: TreeDrag;
  /** The letter of a file or the dot of a folder. */
  letters: (path: string) => GitLetter | undefined;
  /** Why a file is not in the index. */
  notIndexed: (path: string) => string | undefined;
  click: (row: Row, event: MouseEvent) => void;
  doubleClick: (row: Row) => void;
  /** `undefined` is the blank below the lines. */
  showMenu: (row: Row | undefined, event: MouseEvent) => void;
  /** Gives the focus to the tree, now or once it is drawn. */
  focus: () => void;
  setFocus: (focus: () => void) => void;
  attempt: (run: () => Promise<void>) => void;
}

export function createExplorer(app: App): Explorer {
  const store = createTreeStore(app);
  const actions = makeTreeActions(app, store);
  const [focusTree, setFocusTree] = createSignal<() => void>();
  const attempt = (run: () => Promise<void>): void => {
    run().catch((thrown: unknown) => {
      const notice = failureNotice(thrown);
      if (notice) app.notify(notice);
    });
  };
  revealActive(app, store);
  followOpenFolders(app, store);

  return {
    app,
    store,
    actions,
    attempt,
    drag: createTreeDrag(store, actions, attempt),
    letters: createGitLetters(app),
    notIndexed: createIndexReasons(app),
    click: (row, event) => {
      if (event.shiftKey) return store.select(extendTo(store.selection(), store.rows(), row.key));
      if (event.ctrlKey || event.metaKey) return store.select(toggle(store.selection(), row.key));
      store.select(selectOnly(row.key));
      if (row.open === undefined) actions.openFile(row, true);
      else store.toggle(row);
    },
    doubleClick: (row) => {
      if (row.open === undefined) actions.openFile(row, false);
    },
    showMenu: (row, event) => {
      event.preventDefault();
      event.stopPropagation();
      if (row && !store.selection().keys.has(row.key)) store.select(selectOnly(row.key));
      app.commands.showMenu("tree.context", { x: event.clientX, y: event.clientY }, row);
    },
    focus: () => focusTree()?.(),
    setFocus: (focus) => void setFocusTree(() => focus),
  };
}

/** Shows the file of the active editor in the tree, unless the cursor stands there already. */
function revealActive(app: App, store: TreeStore): void {
  const activePath = (): WirePath | undefined => {
    const panel = app.workbench.active("center");
    const state = panel?.kind === "editor" ? (panel.state() as { path: WirePath | null }) : undefined;
    return state?.path ?? undefined;
  };
  const key = createMemo(() => {
    const path = activePath();
    return path && store.loaded() ? keyOf(path) : undefined;
  });
  const panel = createMemo(() => app.workbench.active("center")?.id);
  let shown: { panel: string | undefined; name: string | undefined } | undefined;
  createEffect(
    on(key, (now) => {
      const path = untrack(activePath);
      const here = { panel: untrack(panel), name: path?.path.split("/").at(-1) };
      // A folder above the file was moved or renamed: the cursor stands on the folder, and stays there.
      const moved = shown?.panel === here.panel && shown?.name === here.name;
      shown = here;
      if (moved) return;
      if (path && now !== undefined && untrack(store.selection).cursor !== now) void store.reveal(path);
    }),
  );
}
