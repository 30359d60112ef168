import { Show, type JSX } from "solid-js";
import Plus from "lucide-solid/icons/plus";
import type { Frame } from "../../kernel/frame";
import { EmptyState } from "../../ui/states";

/** The button behind the tabs of the bottom. */
export function BottomActions(props: { frame: Frame }): JSX.Element {
  const { commands } = props.frame;
  return (
    <Show when={commands.get("terminal.new")}>
      <button
        type="button"
        class="icon-button"
        aria-label="New terminal"
        data-tip="New terminal"
        data-tip-command="terminal.new"
        data-testid="terminal-new"
        onClick={() => void commands.run("terminal.new")}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
    </Show>
  );
}

/** The bottom while nothing is open in it. */
export function EmptyBottom(props: { frame: Frame }): JSX.Element {
  const { commands } = props.frame;
  const action = (id: string, title: string) => ({
    title,
    key: commands.keyOf(id),
    run: () => void commands.run(id),
  });
  return (
    <EmptyState
      title="Terminals and the log stand here."
      actions={[action("terminal.new", "New Terminal"), action("log.show", "Show Log")]}
    />
  );
}
