/** What notes add to the editors of Markdown. */
import type { Extension } from "@codemirror/state";
import type { App } from "../../kernel/app";
import { drawMath } from "../../ui/markdown/math";
import { codeNodes, type EditorFacts } from "../editor";
import { linkCompletion } from "./complete";
import { editorPreview } from "./editor-preview";
import { livePreview } from "./live-preview";
import { previewOf } from "./preview";

export interface InEditorOptions {
  app: App;
  facts: EditorFacts;
  isLive: boolean;
}

export function notesInEditor({ app, facts, isLive }: InEditorOptions): Extension {
  const path = facts.path ?? { path: "" };
  const ask = async (target: string, fragment: string | undefined) => {
    // The text may be newer than what is known of its links; a name that leads from its folder is known.
    const { note } = await app.ipc.noteShow({ note: path, html: false });
    const written = fragment === undefined ? target : `${target}#${fragment}`;
    const known = note.links.find((link) => link.target === written)?.path;
    return previewOf(app.ipc, known ?? { path: target }, fragment);
  };
  const tools = { code: codeNodes, math: drawMath };
  return [linkCompletion(app.ipc, () => path), editorPreview(ask, tools), isLive ? livePreview : []];
}
