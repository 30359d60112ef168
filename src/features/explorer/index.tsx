/** The explorer: the files of the workspace as a tree, and what is done to them. */
import "./explorer.css";
import Files from "lucide-solid/icons/files";
import type { App } from "../../kernel/app";
import { createExplorer } from "./explorer";
import { ExplorerActions } from "./explorer-actions";
import { explorerCommands, explorerMenus } from "./explorer-commands";
import { ExplorerPanel } from "./explorer-panel";

export function installExplorer(app: App): void {
  const explorer = createExplorer(app);
  app.commands.register(explorerCommands(explorer), explorerMenus);
  app.addSidebar({
    id: "files",
    title: "Files",
    icon: (props) => <Files size={props.size ?? 18} aria-hidden="true" />,
    render: () => <ExplorerPanel explorer={explorer} />,
    actions: () => <ExplorerActions app={app} />,
    focus: () => explorer.focus(),
  });
}
