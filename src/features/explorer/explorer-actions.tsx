import type { JSX } from "solid-js";
import ChevronsDownUp from "lucide-solid/icons/chevrons-down-up";
import Ellipsis from "lucide-solid/icons/ellipsis";
import FilePlus from "lucide-solid/icons/file-plus";
import FolderPlus from "lucide-solid/icons/folder-plus";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import type { App } from "../../kernel/app";

/** The buttons at the right of the heading; all but the last show while the sidebar is in use. */
export function ExplorerActions(props: { app: App }): JSX.Element {
  const button = (command: string, title: string, icon: () => JSX.Element): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      data-tip={title}
      data-tip-command={command}
      aria-label={title}
      onClick={() => void props.app.commands.run(command)}
    >
      {icon()}
    </button>
  );
  return (
    <span class="explorer-actions">
      <span class="explorer-quiet">
        {button("explorer.newFile", "New file", () => (
          <FilePlus size={14} />
        ))}
        {button("explorer.newFolder", "New folder", () => (
          <FolderPlus size={14} />
        ))}
        {button("explorer.refresh", "Read again", () => (
          <RefreshCw size={14} />
        ))}
        {button("explorer.collapseAll", "Collapse all folders", () => (
          <ChevronsDownUp size={14} />
        ))}
      </span>
      <button
        type="button"
        class="icon-button"
        data-tip="More actions on files"
        aria-label="More actions on files"
        aria-haspopup="menu"
        onClick={({ currentTarget }) => {
          const { left, bottom } = currentTarget.getBoundingClientRect();
          props.app.commands.showMenu("explorer.more", { x: left, y: bottom });
        }}
      >
        <Ellipsis size={14} />
      </button>
    </span>
  );
}
