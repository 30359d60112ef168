/** What a terminal's panel says when its shell is on its way, has ended, or cannot be had. */
import { Match, Switch, type JSX } from "solid-js";
import { FailedState, LoadingState } from "../../ui/states";
import { exitText, type Phase } from "./terminal-reducer";

export interface PanelStateProps {
  phase: Phase;
  onRestart: () => void;
  onAttachAgain: () => void;
  onClose: () => void;
  onSettings: () => void;
}

/** The phase, when it is this one. */
function is<A extends Phase["at"]>(phase: Phase, at: A): Extract<Phase, { at: A }> | undefined {
  return phase.at === at ? (phase as Extract<Phase, { at: A }>) : undefined;
}

export function PanelState(props: PanelStateProps): JSX.Element {
  return (
    <Switch>
      <Match when={is(props.phase, "starting")}>
        <div class="terminal-cover">
          <LoadingState label="Starting the shell" lines={3} />
        </div>
      </Match>
      <Match when={is(props.phase, "exited")}>
        {(phase) => (
          <div class="terminal-ended" role="status">
            <span class="terminal-ended-text">[{exitText(phase().exit)}]</span>
            <button type="button" class="button" onClick={() => props.onRestart()}>
              Restart
            </button>
            <button type="button" class="button" onClick={() => props.onClose()}>
              Close
            </button>
          </div>
        )}
      </Match>
      <Match when={is(props.phase, "unstarted")}>
        {(phase) => (
          <div class="terminal-cover">
            <FailedState
              title="The shell could not be started"
              fault={phase().failure}
              actions={[
                { title: "Try Again", run: () => props.onRestart() },
                { title: "Open Settings", run: () => props.onSettings() },
                { title: "Close", run: () => props.onClose() },
              ]}
            />
          </div>
        )}
      </Match>
      <Match when={is(props.phase, "detached")}>
        {(phase) => (
          <div class="terminal-cover">
            <FailedState
              title="The terminal’s output does not arrive; what runs in it goes on"
              fault={phase().failure}
              actions={[{ title: "Show It Again", run: () => props.onAttachAgain() }]}
            />
          </div>
        )}
      </Match>
    </Switch>
  );
}
