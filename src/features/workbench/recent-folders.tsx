import { createResource, For, Show, type JSX } from "solid-js";
import type { RecentWorkspace } from "../../ipc/bindings";
import type { Frame } from "../../kernel/frame";
import { exactTime, relativeTime } from "../../ui/relative-time";
import { visibleName, visiblePath } from "../../ui/visible-name";

/** A path as people say it: the home folder as `~`. */
export function shortPath(path: string, home: string | null): string {
  if (home === null || home === "/" || !(path === home || path.startsWith(`${home}/`))) return path;
  return `~${path.slice(home.length)}`;
}

/** Folders that were open before, without the one that is. */
export async function otherFolders(frame: Frame): Promise<RecentWorkspace[]> {
  const { workspaces } = await frame.ipc.workspaceRecent({});
  return workspaces.filter(({ id }) => id !== frame.workspace()?.id);
}

/** A short list of folders to open again. */
export function RecentFolders(props: { frame: Frame }): JSX.Element {
  const [folders] = createResource(() => otherFolders(props.frame).catch(() => []));
  const open = (root: string): void => void props.frame.commands.run("workspace.openFolder", root);
  return (
    <Show when={folders()?.length}>
      <section class="recent" aria-label="Recent folders">
        <h3>Recent folders</h3>
        <For each={folders()?.slice(0, 5)}>
          {(folder) => (
            <button
              type="button"
              class="recent-row"
              disabled={!folder.present}
              onClick={() => open(folder.root)}
            >
              <span>{visibleName(folder.name)}</span>
              <span class="recent-path">
                {visiblePath(shortPath(folder.root, props.frame.boot.app.home))}
              </span>
              <span class="recent-time" data-tip={exactTime(folder.openedAt)}>
                {folder.present ? relativeTime(folder.openedAt, Date.now()) : "gone"}
              </span>
            </button>
          )}
        </For>
      </section>
    </Show>
  );
}
