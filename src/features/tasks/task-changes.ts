import { onCleanup } from "solid-js";
import type { App } from "../../kernel/app";

/** How long it has to be quiet before tasks are read again, in milliseconds: in sight, and out of it. */
const quietMs = { shown: 150, hidden: 2_000 };

/** Whether tasks may lie in a folder, by its path in the workspace. */
export function holdsTasks(folder: string): boolean {
  return folder === ".tenon" || /^(\.tenon\/tasks|backlog)(\/|$)/.test(folder);
}

/** Calls back once it is quiet after files of tasks changed; later while nobody sees them. */
export function followTasks(app: App, isShown: () => boolean, changed: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, isShown() ? quietMs.shown : quietMs.hidden);
  };
  app.on("filesChanged", ({ folders, rescan }) => {
    if (rescan || folders.some(({ path }) => holdsTasks(path.path))) soon();
  });
  app.on("ownerChanged", soon);
  onCleanup(() => clearTimeout(timer));
}
