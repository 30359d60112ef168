import { Show, type JSX } from "solid-js";
import ShieldAlert from "lucide-solid/icons/shield-alert";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { Frame } from "../../kernel/frame";

function Restricted(props: { frame: Frame }): JSX.Element {
  const workspace = props.frame.workspace;
  return (
    <Show when={workspace() && workspace()?.trusted !== true}>
      <button
        type="button"
        class="status-item status-warn"
        data-tip="This folder is not trusted: no command from its files runs, and its git configuration is not obeyed."
        data-testid="status-restricted"
        onClick={() => void props.frame.commands.run("workspace.trustChange")}
      >
        <ShieldAlert size={12} aria-hidden="true" />
        <span class="status-text">Restricted</span>
      </button>
    </Show>
  );
}

function SettingsProblems(props: { frame: Frame }): JSX.Element {
  const count = (): number => props.frame.settingsSnapshot().problems.length;
  return (
    <Show when={count() > 0}>
      <button
        type="button"
        class="status-item status-warn"
        data-tip="Something is wrong in your settings. A click shows what, and what holds meanwhile."
        data-testid="status-settings"
        onClick={() => void props.frame.commands.run("settings.open")}
      >
        <TriangleAlert size={12} aria-hidden="true" />
        <span class="status-text">Settings: {count()}</span>
      </button>
    </Show>
  );
}

/** What the frame itself says in the status bar. */
export function addStatusItems(frame: Frame): void {
  frame.addStatus({ id: "restricted", side: "left", order: 5, render: () => <Restricted frame={frame} /> });
  frame.addStatus({
    id: "settings",
    side: "left",
    order: 20,
    render: () => <SettingsProblems frame={frame} />,
  });
}
