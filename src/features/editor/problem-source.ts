/** The way for whoever knows what is wrong with files to have it marked in their text. */
import type { WirePath } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { editorOf } from "./editor";
import type { ProblemsOf } from "./problem-marks";

/** Marks problems in every open text; given again whenever they change. */
export function showProblems(app: App, problems: ProblemsOf): void {
  editorOf(app)?.setProblems(problems);
}

/** Where the cursor of the front editor is; nothing where its text has no file. */
export function cursorPlace(app: App): { path: WirePath; line: number; column: number } | undefined {
  const host = editorOf(app)?.activeHost();
  const path = host?.document.info().path;
  if (!host || !path) return undefined;
  const { doc, selection } = host.view.state;
  const line = doc.lineAt(selection.main.head);
  return { path, line: line.number, column: selection.main.head - line.from + 1 };
}
