import type { App } from "../../kernel/app";
import { editorOf } from "./editor";

/** What is selected in the front editor; `undefined` when there is none. */
export function selectedText(app: App): string | undefined {
  const state = editorOf(app)?.activeHost()?.view.state;
  if (!state) return undefined;
  const { from, to } = state.selection.main;
  return state.sliceDoc(from, to);
}
