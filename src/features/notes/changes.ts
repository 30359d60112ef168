import { createSignal, type Accessor } from "solid-js";
import type { App } from "../../kernel/app";
import { isNote } from "./note-path";

/** How long files have to be quiet before notes are asked for again, in milliseconds. */
const QUIET = 300;

/** A number that grows a moment after files have changed. Who is hidden does not read it. */
export function createChanges(app: Pick<App, "on">, quiet = QUIET): Accessor<number> {
  const [stamp, setStamp] = createSignal(0);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => setStamp((count) => count + 1), quiet);
  };
  app.on("filesChanged", soon);
  app.on("filesWritten", ({ paths, more }) => {
    if (more || paths.some(isNote)) soon();
  });
  // What Tenon wrote stands in the journal before the watcher hears of it.
  app.on("journalAppended", ({ events, more }) => {
    if (more || events.some(({ file }) => file !== null && isNote(file))) soon();
  });
  // Another program may have written while the person was there.
  window.addEventListener("focus", soon);
  app.on("ownerChanged", soon);
  return stamp;
}
