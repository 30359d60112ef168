/** The index of the folder: how far it is, and which files are not in it. */
import "./index-status.css";
import type { App } from "../../kernel/app";
import { indexCommands, indexMenus } from "./index-commands";
import { IndexItem } from "./index-item";
import { indexOf } from "./index-store";

export function installIndexStatus(app: App): void {
  const store = indexOf(app);
  app.commands.register(indexCommands(app, store), indexMenus);
  app.addStatus({
    id: "index",
    side: "left",
    order: 15,
    render: () => <IndexItem app={app} store={store} />,
  });
}

/** Why a file is not in the index, by path; reactive. */
export function createIndexReasons(app: App): (path: string) => string | undefined {
  const store = indexOf(app);
  return (path) => store.reasons().get(path);
}

/** Changes when what the index knows may have changed; reactive. */
export function indexState(app: App): string | undefined {
  return indexOf(app).status()?.state;
}
