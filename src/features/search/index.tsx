/** Search in the whole folder, in the sidebar, and replacing what was found. */
import "./search.css";
import SearchIcon from "lucide-solid/icons/search";
import type { App } from "../../kernel/app";
import { likeCommands, likeMenus } from "./more-like";
import { queryProvider } from "./query-provider";
import { createSearch, type Search } from "./search";
import { SearchActions } from "./search-actions";
import { searchCommands, searchMenus } from "./search-commands";
import { SearchPanel } from "./search-panel";
import { VIEW } from "./search-store";

export { collectHits } from "./collect-hits";
export type { Search } from "./search";
export type { GivenHits } from "./search-commands";
export type { SearchForm } from "./search-form";

export function installSearch(app: App): Search {
  const search = createSearch(app);
  app.commands.register([...searchCommands(search), ...likeCommands(search)], [...searchMenus, ...likeMenus]);
  app.addQuickProvider(queryProvider(app));
  app.addSidebar({
    id: VIEW,
    title: "Search",
    icon: (props) => <SearchIcon size={props.size ?? 18} aria-hidden="true" />,
    render: () => <SearchPanel search={search} />,
    actions: () => <SearchActions search={search} />,
    focus: () => search.focusField(),
  });
  return search;
}
