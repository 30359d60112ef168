import { onCleanup } from "solid-js";
import type { App } from "../../kernel/app";
import type { SearchStore } from "./search-store";

/** How long it has to be quiet before hits are looked up again, in milliseconds. */
const quietMs = 300;
/** More hits than this stay as they were found until somebody asks. */
const most = 5_000;

/** Keeps the hits right while files change. What is chosen for replacing is left as it is. */
export function followChanges(app: App, store: SearchStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    const { replacing } = store.form();
    const isDone = store.phase().type === "done";
    if (isDone && !replacing && store.count() <= most && app.contexts.get("searchShown") === true)
      store.refresh();
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(look, quietMs);
  };
  app.on("filesChanged", soon);
  app.on("documentChanged", soon);
  // What could not be found by meaning is found as soon as it can be.
  app.on("meaningChanged", ({ status }) => {
    const comes = status.state === "ready" || (store.textOnly() !== undefined && status.state === "working");
    if (comes && (store.textOnly() !== undefined || store.partial())) soon();
  });
  onCleanup(() => clearTimeout(timer));
}
