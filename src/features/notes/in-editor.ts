/** What notes add to the editors of Markdown. */
import type { Extension } from "@codemirror/state";
import type { App } from "../../kernel/app";
import type { EditorFacts } from "../editor";
import { linkCompletion } from "./complete";
import { livePreview } from "./live-preview";

export interface InEditorOptions {
  app: App;
  facts: EditorFacts;
  isLive: boolean;
}

export function notesInEditor({ app, facts, isLive }: InEditorOptions): Extension {
  const path = facts.path ?? { path: "" };
  return [linkCompletion(app.ipc, () => path), isLive ? livePreview : []];
}
