import { Show, type JSX } from "solid-js";
import LockOpen from "lucide-solid/icons/lock-open";
import ShieldAlert from "lucide-solid/icons/shield-alert";
import TriangleAlert from "lucide-solid/icons/triangle-alert";
import type { Frame } from "../../kernel/frame";

const egress =
  "Nothing that Tenon ships calls out, but nothing enforces that yet: programs that you start in a terminal can reach the network.";

function Egress(props: { frame: Frame }): JSX.Element {
  const explain = (): void => {
    void props.frame.dialogs.ask({
      title: "What may leave this machine",
      message: egress,
      answers: [{ id: "ok", title: "OK" }],
      cancel: "ok",
    });
  };
  return (
    <button
      type="button"
      class="status-item status-egress"
      data-tip={egress}
      data-testid="status-egress"
      onClick={explain}
    >
      <LockOpen size={12} aria-hidden="true" />
      By agreement
    </button>
  );
}

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
        Restricted
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
        data-tip="Something is wrong in your settings; the defaults stay for it."
        data-testid="status-settings"
        onClick={() => void props.frame.commands.run("settings.open")}
      >
        <TriangleAlert size={12} aria-hidden="true" />
        Settings: {count()}
      </button>
    </Show>
  );
}

/** What the frame itself says in the status bar. */
export function addStatusItems(frame: Frame): void {
  frame.addStatus({ id: "egress", side: "left", order: 0, render: () => <Egress frame={frame} /> });
  frame.addStatus({ id: "restricted", side: "left", order: 5, render: () => <Restricted frame={frame} /> });
  frame.addStatus({
    id: "settings",
    side: "left",
    order: 20,
    render: () => <SettingsProblems frame={frame} />,
  });
}
