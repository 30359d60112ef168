/** Restoring, and the way back from it. */
import type { HistoryRestored } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { summaryOf } from "./history-words";

/** Says what a restore did, and offers to undo it. */
export function tellRestored(app: App, restored: HistoryRestored): void {
  const undo = { title: "Undo", run: () => undoRestore(app) };
  const first = restored.files.find((file) => file.error !== null);
  app.notify({
    level: restored.failed > 0 ? "warn" : "info",
    message: summaryOf(restored),
    ...(first?.error ? { hint: `${first.path.path}: ${first.error.message}` } : {}),
    ...(restored.restore === null ? {} : { actions: [undo] }),
  });
}

/** Undoes the last restore. */
export async function undoRestore(app: App): Promise<void> {
  const undone = await app.ipc.historyUndo({});
  const first = undone.files.find((file) => file.error !== null);
  const since = undone.files.find((file) => file.done && file.reason !== null);
  const hint = first?.error?.message ?? since?.reason;
  app.notify({
    level: undone.failed > 0 ? "warn" : "info",
    message: `The restore is undone: ${summaryOf(undone)}`,
    ...(hint ? { hint: `${(first ?? since)?.path.path}: ${hint}` } : {}),
  });
}
