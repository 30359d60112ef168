/** One quiet line after a crash: what came back, and what did not. */
import { createSignal, Show } from "solid-js";
import RotateCcw from "lucide-solid/icons/rotate-ccw";
import type { Frame } from "../../kernel/frame";
import { restoreLines, restoreText } from "./restore-text";

export function installRestore(frame: Frame): void {
  const [report, setReport] = createSignal(frame.boot.restored);
  const [read, setRead] = createSignal(false);
  // After an ordinary start there is nothing to say, even if tabs with unsaved text came back.
  const line = (): string | undefined =>
    report().unclean || report().lost.length > 0 || report().movedFrom !== null
      ? restoreText(report())
      : undefined;
  frame.on("restoreReported", (event) => {
    if (event.report.lost.length > report().lost.length) setRead(false);
    setReport(event.report);
  });
  const explain = async (): Promise<void> => {
    setRead(true);
    await frame.dialogs.ask({
      title: "What was restored",
      message: restoreLines(report(), frame.boot.restored.unclean ? frame.boot.documents : []).join("\n"),
      answers: [{ id: "ok", title: "OK" }],
      cancel: "ok",
    });
  };
  frame.commands.register([
    { id: "restore.show", title: "Help: What Was Restored", run: () => void explain() },
  ]);
  frame.addStatus({
    id: "restored",
    side: "left",
    order: 30,
    render: () => (
      <Show when={!read() && line()}>
        {(text) => (
          <button
            type="button"
            class="status-item"
            classList={{ "status-warn": report().lost.length > 0 }}
            data-tip="Show what was restored, and take this line away"
            data-testid="status-restored"
            onClick={() => void explain()}
          >
            <RotateCcw size={12} aria-hidden="true" />
            <span class="status-text">{text()}</span>
          </button>
        )}
      </Show>
    ),
  });
}
