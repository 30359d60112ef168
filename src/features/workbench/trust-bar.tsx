import { Show, type JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";

/** Asks once, when a folder is first opened, whether its authors are trusted. */
export function TrustBar(props: { frame: Frame }): JSX.Element {
  const { frame } = props;
  const answer = (id: string) => (): void => void frame.commands.run(id);
  return (
    <Show when={frame.workspace()?.trusted === null}>
      <div class="bar" role="region" aria-label="Trust" data-testid="trust-bar">
        <span class="bar-text">
          Do you trust the authors of <b>{frame.workspace()?.name}</b>? Until you do, no command from its
          files runs, and its git configuration is not obeyed.
        </span>
        <button
          type="button"
          class="button button-main"
          data-testid="trust-yes"
          onClick={answer("workspace.trust")}
        >
          Trust
        </button>
        <button type="button" class="button" data-testid="trust-no" onClick={answer("workspace.restrict")}>
          Stay Restricted
        </button>
      </div>
    </Show>
  );
}
