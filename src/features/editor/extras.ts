/** What other features add to the editors of some files. */
import type { Extension } from "@codemirror/state";
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";

/** What is known of an editor when somebody may add to it. */
export interface EditorFacts {
  path: WirePath | null;
  /** The name of its language, such as `Markdown`. */
  language: string | undefined;
}

/** Answers with what is added to an editor; reactive, and asked again when its facts change. */
export type EditorExtra = (facts: EditorFacts) => Extension | Promise<Extension>;

/** Adds to all editors, those that are open and those to come. Very large texts get nothing. */
export function addToEditors(app: App, extra: EditorExtra): void {
  editorOf(app)?.addExtra(extra);
}
