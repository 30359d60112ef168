/** Saves without being asked, as `files.autoSave` says. */
import { createEffect, createRoot, mapArray, on, onCleanup } from "solid-js";
import type { Settings } from "../../ipc/bindings";
import type { OpenDocument } from "./open-document";

export interface AutosaveOptions {
  settings: () => Pick<Settings, "autoSave" | "autoSaveDelay">;
  documents: () => OpenDocument[];
  save: (document: OpenDocument) => Promise<unknown>;
  /** The window, whose loss of focus counts. */
  window: Pick<EventTarget, "addEventListener" | "removeEventListener">;
}

export interface Autosave {
  /** An editor of this document lost the focus. */
  blurred: (document: OpenDocument) => void;
  stop: () => void;
}

/** Whether a save could succeed without a question. */
function savable(document: OpenDocument): boolean {
  const { path, disk, readOnly } = document.info();
  return (
    path !== null &&
    disk === "same" &&
    !readOnly &&
    document.dirty() &&
    !document.refused() &&
    !document.fault()
  );
}

export function makeAutosave({ settings, documents, save, window }: AutosaveOptions): Autosave {
  const trySave = (document: OpenDocument): void => {
    if (savable(document)) void save(document);
  };
  const follow = (document: OpenDocument): void => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const cancel = (): void => clearTimeout(timer);
    createEffect(
      on([document.revision, () => settings().autoSave], ([, mode]) => {
        cancel();
        if (mode === "afterDelay") timer = setTimeout(() => trySave(document), settings().autoSaveDelay);
      }),
    );
    onCleanup(cancel);
  };
  const dispose = createRoot((end) => {
    createEffect(mapArray(documents, follow));
    return end;
  });
  const left = (): void => {
    if (settings().autoSave === "onWindowChange" || settings().autoSave === "onFocusChange") {
      documents().forEach(trySave);
    }
  };
  window.addEventListener("blur", left);
  return {
    blurred: (document) => {
      if (settings().autoSave === "onFocusChange") trySave(document);
    },
    stop: () => {
      window.removeEventListener("blur", left);
      dispose();
    },
  };
}
