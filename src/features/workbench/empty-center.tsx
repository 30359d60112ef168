import { For, type JSX } from "solid-js";
import type { Frame } from "../../kernel/frame";
import { RecentFolders } from "./recent-folders";

const first = [
  ["palette.files", "Open a File"],
  ["palette.commands", "Run a Command"],
  ["editor.newFile", "New File"],
  ["terminal.new", "New Terminal"],
  ["help.shortcuts", "Keyboard Shortcuts"],
] as const;

/** The centre while no editor is open: what Tenon is for, and the first things to do. */
export function EmptyCenter(props: { frame: Frame }): JSX.Element {
  const { commands } = props.frame;
  return (
    <div class="welcome" data-testid="welcome">
      <div class="welcome-body">
        <h1>Tenon</h1>
        <p class="welcome-about">
          Code, terminals and what you know about them, in one window on this machine.
        </p>
        <div class="welcome-actions">
          <For each={first.filter(([id]) => commands.get(id))}>
            {([id, title]) => (
              <button type="button" class="welcome-action" onClick={() => void commands.run(id)}>
                <span>{title}</span>
                <kbd>{commands.keyOf(id)}</kbd>
              </button>
            )}
          </For>
        </div>
        <RecentFolders frame={props.frame} />
      </div>
    </div>
  );
}
