import { createEffect, createMemo, Match, on, Show, Switch, type JSX } from "solid-js";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import type { Explorer } from "./explorer";
import { makeTreeKeys } from "./tree-keys";
import { keyOf } from "./tree-path";
import type { Row } from "./tree-reducer";
import { CreateRow, rowId, TreeRow } from "./tree-row";
import type { TreeInput } from "./tree-store";
import { sidewaysFor, widthOfTree } from "./tree-width";

const ROW_HEIGHT = 24;

/** A line, or the field for a new entry among them. */
type Line = Row | { create: TreeInput; depth: number };

/** The tree of the workspace's files. */
export function ExplorerPanel(props: { explorer: Explorer }): JSX.Element {
  // The explorer stays the same as long as the window lives.
  const { app, store } = props.explorer;
  const run = (command: string) => (): void => void app.commands.run(command);
  return (
    <Switch fallback={<LoadingState label="Reading the folder" lines={8} />}>
      <Match when={!app.workspace()}>
        <EmptyState
          title="No folder is open."
          detail="The files of a folder stand here once one is open."
          actions={[{ title: "Open Folder…", run: run("workspace.open") }]}
        />
      </Match>
      <Match when={store.fault()}>
        {(fault) => (
          <FailedState
            title="The folder could not be read."
            fault={fault()}
            actions={[{ title: "Try Again", run: () => void store.refresh() }]}
          />
        )}
      </Match>
      <Match when={store.loaded()}>
        <Tree explorer={props.explorer} />
      </Match>
    </Switch>
  );
}

function Tree(props: { explorer: Explorer }): JSX.Element {
  const { app, store, drag, actions, showMenu, setFocus } = props.explorer;
  let element: HTMLDivElement | undefined;
  const focus = (): void => element?.focus();
  setFocus(focus);

  const lines = createMemo<Line[]>(() => {
    const input = store.input();
    const rows = store.rows();
    if (input?.type !== "create") return rows;
    const at = rows.findIndex((row) => row.key === keyOf(input.folder));
    const line = { create: input, depth: (rows[at]?.depth ?? -1) + 1 };
    return [...rows.slice(0, at + 1), line, ...rows.slice(at + 1)];
  });
  const reveal = createMemo(() => {
    const input = store.input();
    if (input?.type === "create") return lines().findIndex((line) => "create" in line);
    return store.rows().findIndex((row) => row.key === store.selection().cursor);
  });
  const width = createMemo(() =>
    widthOfTree(lines().reduce((deepest, line) => Math.max(deepest, line.depth), 0)),
  );
  createEffect(
    on(reveal, (index) => {
      const depth = lines()[index]?.depth;
      if (!element || depth === undefined) return;
      element.scrollLeft = sidewaysFor(depth, element.scrollLeft, element.clientWidth);
    }),
  );
  const keys = makeTreeKeys({
    store,
    page: () => Math.max(1, Math.floor((element?.clientHeight ?? 0) / ROW_HEIGHT) - 1),
    openFile: (row, preview) => actions.openFile(row, preview),
    now: () => performance.now(),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!keys(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const cursorId = (): string | undefined => {
    const row = store.cursorRow();
    return row ? rowId(row.key) : undefined;
  };
  return (
    <div class="tree-place" classList={{ "tree-target": drag.target() === "" }}>
      <Show when={lines().length === 0}>
        <EmptyState
          title="This folder is empty."
          detail="Its files stand here."
          actions={[{ title: "New File", run: () => void app.commands.run("explorer.newFile") }]}
        />
      </Show>
      <VirtualRows
        class="tree"
        items={lines()}
        rowHeight={ROW_HEIGHT}
        width={width()}
        reveal={reveal()}
        row={(line) =>
          "create" in line ? (
            <CreateRow explorer={props.explorer} input={line.create} depth={line.depth} onDone={focus} />
          ) : (
            <TreeRow explorer={props.explorer} row={line} onDone={focus} />
          )
        }
        attributes={{
          ref: (made: HTMLDivElement) => (element = made),
          role: "tree",
          tabIndex: 0,
          "data-testid": "tree",
          "aria-label": "Files",
          "aria-multiselectable": true,
          get "aria-activedescendant"() {
            return cursorId();
          },
          onKeyDown,
          onFocusIn: (event) => app.contexts.set("explorerFocus", event.target === element),
          onFocusOut: () => app.contexts.set("explorerFocus", false),
          onContextMenu: (event) => showMenu(undefined, event),
          onDragOver: (event) => drag.over(undefined, event),
          onDragLeave: () => drag.leave(undefined),
          onDrop: (event) => drag.drop(undefined, event),
        }}
      />
    </div>
  );
}
