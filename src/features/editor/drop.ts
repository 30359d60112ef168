/**
 * Files dropped from outside. The webview gives their contents and names but no paths, so each opens as an
 * untitled copy that says where it came from.
 */
import type { Editor } from "./editor";

const MOST = 16 << 20;

export function listenToDrops(editor: Editor, target: HTMLElement): () => void {
  const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") === true;
  const over = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
  };
  const drop = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    for (const file of event.dataTransfer?.files ?? []) void editor.attempt(() => openCopy(editor, file));
  };
  target.addEventListener("dragover", over);
  target.addEventListener("drop", drop);
  return () => {
    target.removeEventListener("dragover", over);
    target.removeEventListener("drop", drop);
  };
}

/** Opens a copy of a dropped file, when it is text that an editor can hold. */
export async function openCopy(editor: Editor, file: File): Promise<void> {
  const refuse = (why: string): void =>
    editor.app.notify({
      level: "warn",
      message: `${file.name} was dropped, but ${why}`,
      hint: "Copy it into the workspace and open it from there.",
    });
  if (file.size > MOST) return refuse("it is larger than 16 MiB.");
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return refuse("it is no UTF-8 text.");
  }
  if (text.includes("\0")) return refuse("it is no text.");
  const document = await editor.documents.create(text.replace(/\r\n?/g, "\n"));
  editor.openState({ path: null, doc: document.doc, label: `${file.name} (copy)` });
  editor.app.notify({
    level: "info",
    message: `${file.name} was opened as a copy: a dropped file does not say where it lies.`,
    hint: "Save it to keep it in the workspace.",
  });
}
