import type { LikeLines } from "../../ipc/search-types";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";

/** What is selected in the front editor; `undefined` when there is none. */
export function selectedText(app: App): string | undefined {
  const state = editorOf(app)?.activeHost()?.view.state;
  if (!state) return undefined;
  const { from, to } = state.selection.main;
  return state.sliceDoc(from, to);
}

/** The lines of the selection in the front editor, or the one of its cursor; nothing for text without a file. */
export function selectedLines(app: App): LikeLines | undefined {
  const host = editorOf(app)?.activeHost();
  const path = host?.document.info().path;
  if (!host || !path) return undefined;
  const { doc, selection } = host.view.state;
  const { from, to, empty } = selection.main;
  const line = doc.lineAt(from).number;
  if (empty) return { path, line };
  const last = doc.lineAt(to);
  // A selection that ends before the first letter of a line has nothing of that line.
  return { path, line, endLine: to === last.from ? last.number - 1 : last.number };
}
