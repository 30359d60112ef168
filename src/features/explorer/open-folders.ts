/** Which folders of the tree are open comes back with the layout. */
import { createEffect, createMemo, createSignal, on, untrack } from "solid-js";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { keyOf } from "./tree-path";
import type { TreeStore } from "./tree-store";

const VIEW = "files";
/** More than a person opens by hand. */
const MOST = 200;

/** Folders that were kept; anything else in their place is passed over. */
export function keptFolders(state: unknown): WirePath[] {
  if (!Array.isArray(state)) return [];
  const isPath = (value: unknown): value is WirePath =>
    typeof value === "object" && value !== null && "path" in value && typeof value.path === "string";
  return state.filter(isPath).slice(0, MOST);
}

/** Keeps the open folders once the tree is there, and opens those of a layout that comes. */
export function followOpenFolders(app: App, store: TreeStore): void {
  const open = createMemo(() => store.opened().slice(0, MOST));
  const text = (paths: WirePath[]): string => paths.map(keyOf).sort().join("\n");
  const equals = (a: WirePath[], b: WirePath[]): boolean => text(a) === text(b);
  const kept = createMemo(() => keptFolders(app.sidebarState(VIEW)), [], { equals });
  const loaded = createMemo(() => store.loaded());
  // While folders are opened one after the other, what is open is no wish of the person's.
  const [busy, setBusy] = createSignal(true);
  let turn = 0;
  const show = async (folders: WirePath[]): Promise<void> => {
    const mine = (turn += 1);
    setBusy(true);
    await store.showOnly(folders);
    if (mine === turn) setBusy(false);
  };
  createEffect(
    on([loaded, kept], ([there, folders]) => {
      if (!there) return;
      if (equals(folders, untrack(open))) setBusy(false);
      else void show(folders);
    }),
  );
  createEffect(
    on([open, busy], ([now, waits]) => {
      if (!waits && !equals(now, untrack(kept))) app.keepSidebarState(VIEW, now);
    }),
  );
}
