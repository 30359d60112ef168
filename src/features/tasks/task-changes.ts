import { onCleanup } from "solid-js";
import type { JournalEvent } from "../../ipc/bindings";
import type { App } from "../../kernel/app";

/** How long it has to be quiet before tasks are read again, in milliseconds: in sight, and out of it. */
const quietMs = { shown: 150, hidden: 2_000 };

/** Whether tasks may lie in a folder, by its path in the workspace. */
export function holdsTasks(folder: string): boolean {
  return folder === ".tenon" || /^(\.tenon\/tasks|backlog)(\/|$)/.test(folder);
}

function isOfTasks({ kind, file }: JournalEvent): boolean {
  return kind.startsWith("task.") || (file !== null && holdsTasks(folderOf(file.path)));
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

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
  app.on("filesWritten", ({ paths, more }) => {
    if (more || paths.some(({ path }) => holdsTasks(folderOf(path)))) soon();
  });
  // What Tenon wrote stands in the journal before the watcher hears of it.
  app.on("journalAppended", ({ events, more }) => {
    if (more || events.some(isOfTasks)) soon();
  });
  app.on("ownerChanged", soon);
  // Another program may have written while the person was there.
  const back = (): void => {
    if (isShown()) soon();
  };
  window.addEventListener("focus", back);
  onCleanup(() => {
    clearTimeout(timer);
    window.removeEventListener("focus", back);
  });
}
