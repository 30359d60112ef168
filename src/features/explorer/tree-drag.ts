/** Moving entries by dragging them onto a folder. */
import { createSignal, type Accessor } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import { visibleName } from "../../ui/visible-name";
import { setDragImage } from "./drag-image";
import type { TreeActions } from "./tree-actions";
import { isFolder, isInside, keyOf, ROOT } from "./tree-path";
import type { Row } from "./tree-reducer";
import { selectOnly } from "./tree-selection";
import type { TreeStore } from "./tree-store";

/** A closed folder opens after the pointer rested on it for this long. */
const OPEN_MS = 700;

export interface TreeDrag {
  /** The key of the folder that would take what is dragged; the workspace has an empty one. */
  target: Accessor<string | undefined>;
  start: (row: Row, event: DragEvent) => void;
  /** `undefined` is the blank below the lines. */
  over: (row: Row | undefined, event: DragEvent) => void;
  leave: (row: Row | undefined) => void;
  drop: (row: Row | undefined, event: DragEvent) => void;
  end: () => void;
}

export function createTreeDrag(
  store: TreeStore,
  actions: TreeActions,
  attempt: (run: () => Promise<void>) => void,
): TreeDrag {
  const [target, setTarget] = createSignal<string>();
  let dragged: Row[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const folderAt = (row: Row | undefined): WirePath => (row ? actions.folderOf(row) : ROOT);
  const fits = (folder: WirePath): boolean =>
    dragged.length > 0 &&
    dragged.every((row) => !(isFolder(row.entry) && isInside(folder, row.entry.path))) &&
    dragged.some((row) => keyOf(row.folder) !== keyOf(folder));
  const rest = (row: Row | undefined): void => {
    clearTimeout(timer);
    if (row?.open === false) timer = setTimeout(() => void store.open(row.entry.path), OPEN_MS);
  };
  const end = (): void => {
    clearTimeout(timer);
    dragged = [];
    setTarget(undefined);
  };
  return {
    target,
    end,
    start: (row, event) => {
      if (!store.selection().keys.has(row.key)) store.select(selectOnly(row.key));
      dragged = store.chosen();
      const paths = dragged.map((at) => at.entry.path.path).join("\n");
      if (!event.dataTransfer) return;
      event.dataTransfer.setData("text/plain", paths);
      event.dataTransfer.effectAllowed = "copyMove";
      setDragImage(
        event.dataTransfer,
        dragged.map((at) => visibleName(at.entry.name)),
      );
    },
    over: (row, event) => {
      event.stopPropagation();
      const folder = folderAt(row);
      if (!fits(folder)) return void setTarget(undefined);
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = "move";
      if (target() === keyOf(folder)) return;
      setTarget(keyOf(folder));
      rest(row);
    },
    leave: (row) => {
      if (target() === keyOf(folderAt(row))) setTarget(undefined);
      clearTimeout(timer);
    },
    drop: (row, event) => {
      const [folder, rows] = [folderAt(row), dragged];
      if (fits(folder)) {
        event.preventDefault();
        event.stopPropagation();
        attempt(() => actions.move(rows, folder));
      }
      end();
    },
  };
}
