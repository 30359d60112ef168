/** What the plain keys do in the tree, as in VS Code. */
import { keyOf } from "./tree-path";
import { extendTo, selectOnly, typeAhead } from "./tree-selection";
import type { Row } from "./tree-reducer";
import type { TreeStore } from "./tree-store";

/** Letters typed within this time belong together. */
const TYPE_MS = 800;

export interface TreeKeysOptions {
  store: TreeStore;
  /** Lines that fit on screen. */
  page: () => number;
  /** Opens a file; a preview leaves the focus in the tree. */
  openFile: (row: Row, preview: boolean) => void;
  now: () => number;
}

/** Makes the handler of `keydown`; it answers whether it took the key. */
export function makeTreeKeys({
  store,
  page,
  openFile,
  now,
}: TreeKeysOptions): (event: KeyboardEvent) => boolean {
  let typed = "";
  let typedAt = 0;

  const goTo = (row: Row | undefined, extend: boolean): void => {
    if (!row) return;
    store.select(extend ? extendTo(store.selection(), store.rows(), row.key) : selectOnly(row.key));
  };
  const step = (by: number, extend: boolean): void => {
    const rows = store.rows();
    const at = rows.findIndex((row) => row.key === store.selection().cursor);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    goTo(rows[to], extend);
  };
  const right = (): void => {
    const row = store.cursorRow();
    if (!row || row.open === undefined) return;
    if (row.open) step(1, false);
    else store.toggle(row);
  };
  const left = (): void => {
    const row = store.cursorRow();
    if (row?.open) return store.toggle(row);
    goTo(
      store.rows().find((at) => row && at.key === keyOf(row.folder)),
      false,
    );
  };
  const activate = (preview: boolean): void => {
    const row = store.cursorRow();
    if (!row) return;
    if (row.open === undefined) openFile(row, preview);
    else store.toggle(row);
  };
  const type = (letter: string): boolean => {
    typed = now() - typedAt > TYPE_MS ? letter : typed + letter;
    typedAt = now();
    goTo(typeAhead(store.rows(), store.selection().cursor, typed), false);
    return true;
  };

  return (event) => {
    const { key, shiftKey: extend } = event;
    if (event.ctrlKey && key.toLowerCase() === "a") {
      const rows = store.rows();
      store.select({ ...store.selection(), keys: new Set(rows.map((row) => row.key)) });
      return true;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return false;
    // A blank belongs to a name that is being typed.
    if (key === " " && typed !== "" && now() - typedAt <= TYPE_MS) return type(key);
    const actions: Record<string, () => void> = {
      ArrowDown: () => step(1, extend),
      ArrowUp: () => step(-1, extend),
      PageDown: () => step(page(), extend),
      PageUp: () => step(-page(), extend),
      Home: () => goTo(store.rows()[0], extend),
      End: () => goTo(store.rows().at(-1), extend),
      ArrowRight: right,
      ArrowLeft: left,
      Enter: () => activate(false),
      " ": () => activate(true),
      Escape: () => store.setCut(new Set()),
    };
    const action = actions[key];
    if (action) {
      action();
      return true;
    }
    return [...key].length === 1 && type(key);
  };
}
