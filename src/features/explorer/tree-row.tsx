import { Show, type JSX } from "solid-js";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import CornerUpRight from "lucide-solid/icons/corner-up-right";
import { visibleName, visiblePath } from "../../ui/visible-name";
import type { Explorer } from "./explorer";
import { keyOf, roleOf } from "./tree-path";
import type { Row } from "./tree-reducer";
import { TreeInputField } from "./tree-input";
import type { TreeInput } from "./tree-store";

/** The id of a line in the page, for `aria-activedescendant`. */
export function rowId(key: string): string {
  return `tree-${encodeURIComponent(key)}`;
}

export interface TreeRowProps {
  explorer: Explorer;
  row: Row;
  onDone: () => void;
}

/** One line of the tree. */
export function TreeRow(props: TreeRowProps): JSX.Element {
  const { store, letters, notIndexed, drag } = props.explorer;
  const entry = (): Row["entry"] => props.row.entry;
  const selected = (): boolean => store.selection().keys.has(props.row.key);
  const git = (): ReturnType<typeof letters> => letters(entry().path.path);
  const closed = (): boolean => ["special", "link"].includes(roleOf(entry()));
  const renaming = (): TreeInput | undefined => {
    const input = store.input();
    return input?.type === "rename" && keyOf(input.entry.path) === props.row.key ? input : undefined;
  };
  return (
    <div
      id={rowId(props.row.key)}
      class={`tree-row ${git()?.className ?? ""}`}
      classList={{
        "tree-row-selected": selected(),
        "tree-row-cursor": store.selection().cursor === props.row.key,
        "tree-row-dim": entry().ignored || closed(),
        "tree-row-cut": store.cut().has(props.row.key),
        "tree-row-target": drag.target() === props.row.key,
      }}
      style={{ "--depth": props.row.depth }}
      role="treeitem"
      aria-level={props.row.depth + 1}
      aria-posinset={props.row.place}
      aria-setsize={props.row.siblings}
      aria-selected={selected()}
      aria-expanded={props.row.open}
      data-path={props.row.key}
      data-ignored={entry().ignored ? "true" : undefined}
      data-status={git()?.letter}
      draggable={renaming() === undefined}
      data-tip={tipOf(props.row, notIndexed(entry().path.path))}
      data-tip-side="right"
      onClick={(event) => props.explorer.click(props.row, event)}
      onDblClick={() => props.explorer.doubleClick(props.row)}
      onContextMenu={(event) => props.explorer.showMenu(props.row, event)}
      onDragStart={(event) => drag.start(props.row, event)}
      onDragOver={(event) => drag.over(props.row, event)}
      onDragLeave={() => drag.leave(props.row)}
      onDrop={(event) => drag.drop(props.row, event)}
      onDragEnd={() => drag.end()}
    >
      <Show when={props.row.open !== undefined}>
        <span class="tree-chevron" aria-hidden="true">
          <Show when={props.row.open} fallback={<ChevronRight size={12} />}>
            <ChevronDown size={12} />
          </Show>
        </span>
      </Show>
      <Show when={renaming()} fallback={<span class="tree-name">{visibleName(entry().name)}</span>}>
        {(input) => (
          <TreeInputField
            app={props.explorer.app}
            store={store}
            actions={props.explorer.actions}
            input={input()}
            onDone={props.onDone}
          />
        )}
      </Show>
      <Show when={entry().kind === "link"}>
        <span class="tree-link" role="img" aria-label="link">
          <CornerUpRight size={11} aria-hidden="true" />
        </span>
      </Show>
      <Show when={entry().kind === "special"}>
        <span class="tree-word">special</span>
      </Show>
      <Show when={git()}>
        {(letter) => (
          <span class="tree-letter" role="img" aria-label={letter().label} data-tip={letter().label}>
            {letter().letter}
          </span>
        )}
      </Show>
    </div>
  );
}

function tipOf({ entry }: Row, notIndexed: string | undefined): string {
  const path = visiblePath(entry.path.path);
  if (entry.kind === "special") return `${path} (a pipe, socket or device; it is not opened)`;
  if (entry.kind === "link" && entry.target === null)
    return `${path} (a link out of the workspace, or to nothing)`;
  if (entry.kind === "link") return `${path} (a link)`;
  if (entry.ignored) return `${path} (ignored)`;
  return notIndexed === undefined ? path : `${path} (not indexed: ${notIndexed})`;
}

/** The line that holds the field for a new entry. */
export function CreateRow(props: {
  explorer: Explorer;
  input: TreeInput;
  depth: number;
  onDone: () => void;
}): JSX.Element {
  return (
    <div class="tree-row tree-row-create" style={{ "--depth": props.depth }} role="presentation">
      <TreeInputField
        app={props.explorer.app}
        store={props.explorer.store}
        actions={props.explorer.actions}
        input={props.input}
        onDone={props.onDone}
      />
    </div>
  );
}
