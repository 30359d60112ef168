import { createEffect, onCleanup } from "solid-js";
import type { App } from "../../kernel/app";
import type { SearchStore } from "./search-store";

/** How long it has to be quiet before hits are looked up again, in milliseconds. */
const quietMs = 300;
/** More hits than this stay as they were found until somebody asks. */
const most = 5_000;

/** Keeps the hits right while files change. What is chosen for replacing is left as it is. */
export function followChanges(app: App, store: SearchStore): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether something changed that was not looked at. */
  let isBehind = false;
  const canLook = (): boolean =>
    store.phase().type === "done" && !store.form().replacing && app.contexts.get("searchShown") === true;
  const look = (): void => {
    if (!isBehind || !canLook() || store.count() > most) return;
    isBehind = false;
    store.refresh();
  };
  const soon = (): void => {
    isBehind = true;
    clearTimeout(timer);
    timer = setTimeout(look, quietMs);
  };
  app.on("filesChanged", soon);
  app.on("documentChanged", soon);
  // A search reaches the sidecar as soon as it is ready, also while the work on meaning is paused.
  app.on("sidecarChanged", ({ status }) => {
    if (status.state === "ready" && store.textOnly() !== undefined) soon();
  });
  // What could not be found by meaning is found as soon as it can be.
  app.on("meaningChanged", ({ status }) => {
    const comes = status.state === "ready" || (store.textOnly() !== undefined && status.state === "working");
    if (comes && (store.textOnly() !== undefined || store.partial())) soon();
  });
  // What changed while a search ran, or while nobody saw the list, is looked at once that is over.
  createEffect(() => {
    if (canLook() && isBehind) soon();
  });
  onCleanup(() => clearTimeout(timer));
}
