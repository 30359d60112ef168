import { createResource, Match, Switch, type JSX } from "solid-js";
import { AppError } from "../../ipc/app-error";
import type { HistoryRestored, WirePath } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { summaryOf } from "./history-words";
import { exactTime } from "../../ui/relative-time";
import { tellRestored } from "./restore";
import { RestoreFiles } from "./restore-files";

export interface RestoreState {
  /** The folder, or a file; empty for the whole workspace. */
  path: WirePath;
  at: number;
  /** The file that is compared, by its place in the list. */
  chosen?: number;
}

/** What a restore to a moment would change, and the button that does it. */
export function RestorePanel(props: { app: App; panel: Panel<RestoreState> }): JSX.Element {
  const { app, panel } = props;
  const params = () => ({ path: panel.state().path, at: panel.state().at, id: null });
  const [plan, { refetch }] = createResource(() => app.ipc.historyRestore({ ...params(), dryRun: true }));
  const again = { title: "Look Again", run: () => void refetch() };
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
          Look Again
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
      <RestoreFiles
        app={app}
        files={props.plan.files}
        at={panel.state().at}
        chosen={panel.state().chosen}
        onChoose={(chosen) => panel.setState({ ...panel.state(), chosen })}
        onFocus={panel.onFocus}
      />
    </div>
  );
}
