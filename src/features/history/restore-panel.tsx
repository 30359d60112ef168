import { createResource, For, Match, Show, Switch, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { HistoryFile, HistoryRestored, WirePath } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { summaryOf } from "./history-words";
import { exactTime } from "../../ui/relative-time";
import { tellRestored } from "./restore";

export interface RestoreState {
  /** The folder, or a file; empty for the whole workspace. */
  path: WirePath;
  at: number;
}

const letters: Record<HistoryFile["action"], [letter: string, word: string]> = {
  change: ["M", "changes"],
  create: ["A", "comes back"],
  remove: ["D", "goes into the history"],
  leave: ["–", "is left alone"],
};

/** Files that are listed; the sentence above counts all of them. */
const most = 2_000;

/** What a restore to a moment would change, and the button that does it. */
export function RestorePanel(props: { app: App; panel: Panel<RestoreState> }): JSX.Element {
  const { app, panel } = props;
  const params = () => ({ path: panel.state().path, at: panel.state().at, id: null });
  const [plan, { refetch }] = createResource(() => app.ipc.historyRestore({ ...params(), dryRun: true }));
  const again = { title: "Look again", run: () => void refetch() };
  return (
    <Switch fallback={<LoadingState label="Looking at every file" />}>
      <Match when={plan.error as unknown}>
        {(fault) => <FailedState title="This cannot be restored." fault={fault()} actions={[again]} />}
      </Match>
      <Match when={plan()?.files.length === 0}>
        <EmptyState
          title="Nothing differs from that moment."
          detail={exactTime(panel.state().at)}
          actions={[again]}
        />
      </Match>
      <Match when={plan()}>
        {(found) => <Preview plan={found()} app={app} panel={panel} again={() => void refetch()} />}
      </Match>
    </Switch>
  );
}

interface PreviewProps {
  app: App;
  panel: Panel<RestoreState>;
  plan: HistoryRestored;
  again: () => void;
}

function Preview(props: PreviewProps): JSX.Element {
  const { app, panel } = props;
  const what = (): string => panel.state().path.path || "the whole folder";
  const nothing = (): boolean => props.plan.changed + props.plan.created + props.plan.removed === 0;
  const restore = async (): Promise<void> => {
    const answer = await app.dialogs.ask({
      title: `Restore ${what()}?`,
      message: `${summaryOf(props.plan)} What is there now is kept first, so that this can be undone.`,
      answers: [
        { id: "restore", title: "Restore" },
        { id: "cancel", title: "Cancel" },
      ],
      cancel: "cancel",
    });
    if (answer !== "restore") return;
    try {
      const { path, at } = panel.state();
      tellRestored(app, await app.ipc.historyRestore({ path, at, id: null, dryRun: false }));
      await panel.close();
    } catch (thrown) {
      const { message, hint } = AppError.from(thrown);
      app.notify({ level: "error", message, ...(hint ? { hint } : {}) });
      props.again();
    }
  };
  return (
    <div class="history-restore" data-testid="restore-panel">
      <div class="history-restore-head">
        <div>
          <h2>
            {panel.state().path.path || "The whole folder"}, as it was {exactTime(panel.state().at)}
          </h2>
          <p>{summaryOf(props.plan)}</p>
        </div>
        <button type="button" class="button" onClick={() => props.again()}>
          Look again
        </button>
        <button
          type="button"
          class="button button-main"
          disabled={nothing()}
          data-testid="restore-now"
          onClick={() => void restore()}
        >
          Restore…
        </button>
      </div>
      <ul class="history-files">
        <For each={props.plan.files.slice(0, most)}>
          {(file) => (
            <li class={`history-file history-file-${file.action}`}>
              <span class="history-letter" aria-hidden="true">
                {letters[file.action][0]}
              </span>
              <span class="history-path selectable">{file.path.path}</span>
              <span class="history-what">
                {letters[file.action][1]}
                <Show when={file.reason}>{(reason) => `: ${reason()}`}</Show>
              </span>
            </li>
          )}
        </For>
        <Show when={props.plan.files.length > most}>
          <li class="history-file">and {props.plan.files.length - most} more</li>
        </Show>
      </ul>
    </div>
  );
}
