import { Show, type JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { EmptyState, FailedState } from "../../ui/states";
import { RecentFolders } from "./recent-folders";

/** What stands in the window while no folder is open, with the reason when one could not be. */
export function NoWorkspace(props: { frame: Frame }): JSX.Element {
  const { frame } = props;
  const actions = [
    {
      title: "Open Folder…",
      key: frame.commands.keyOf("workspace.open"),
      run: () => void frame.commands.run("workspace.open"),
    },
    {
      title: "Write Without a Folder",
      run: () => void frame.commands.run("workspace.scratch"),
    },
  ];
  return (
    <div class="no-workspace" data-testid="no-workspace">
      <Show
        when={frame.boot.workspaceError}
        fallback={
          <EmptyState
            title="No folder is open."
            detail="Tenon works in one folder a window."
            actions={actions}
          />
        }
      >
        {(fault) => <FailedState title="The folder could not be opened." fault={fault()} actions={actions} />}
      </Show>
      <RecentFolders frame={frame} />
    </div>
  );
}
