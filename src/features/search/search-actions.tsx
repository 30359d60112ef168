import type { JSX } from "solid-js";
import ChevronsDownUp from "lucide-solid/icons/chevrons-down-up";
import ChevronsUpDown from "lucide-solid/icons/chevrons-up-down";
import CircleStop from "lucide-solid/icons/circle-stop";
import FilePen from "lucide-solid/icons/file-pen-line";
import ListX from "lucide-solid/icons/list-x";
import RefreshCw from "lucide-solid/icons/refresh-cw";
import type { Search } from "./search";

/** The buttons at the right of the heading. */
export function SearchActions(props: { search: Search }): JSX.Element {
  const { app, store } = props.search;
  const isCollapsed = (): boolean => store.collapsed().size > 0;
  const button = (command: string, title: string, icon: () => JSX.Element): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      data-tip={title}
      data-tip-command={command}
      aria-label={title}
      onClick={() => void app.commands.run(command)}
    >
      {icon()}
    </button>
  );
  return (
    <>
      {store.phase().type === "running"
        ? button("search.stop", "Stop the search", () => <CircleStop size={14} />)
        : button("search.again", "Search again", () => <RefreshCw size={14} />)}
      {button("search.editResults", "Edit the results", () => (
        <FilePen size={14} />
      ))}
      {button("search.clear", "Clear the search", () => (
        <ListX size={14} />
      ))}
      {store.ranked()
        ? undefined
        : isCollapsed()
          ? button("search.expandAll", "Expand all files", () => <ChevronsUpDown size={14} />)
          : button("search.collapseAll", "Collapse all files", () => <ChevronsDownUp size={14} />)}
    </>
  );
}
