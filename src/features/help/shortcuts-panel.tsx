import { createMemo, createSignal, For, onMount, Show, type JSX } from "solid-js";
import type { Panel } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { EmptyState } from "../../ui/states";
import { listShortcuts, searchShortcuts } from "./shortcuts";

/** Every command with its keys, from the same registry that the keys run through. */
export function ShortcutsPanel(props: { frame: Frame; panel: Panel }): JSX.Element {
  const { frame } = props;
  const [query, setQuery] = createSignal("");
  let field!: HTMLInputElement;
  onMount(() => props.panel.onFocus(() => field.focus()));
  const all = createMemo(() => listShortcuts(frame.commands.all(), frame.keymap().bindings));
  const found = createMemo(() => searchShortcuts(all(), query()));
  return (
    <div class="settings" data-testid="shortcuts-panel">
      <div class="settings-body">
        <h1>Keyboard shortcuts</h1>
        <input
          ref={field}
          class="field settings-search"
          type="search"
          aria-label="Search shortcuts"
          placeholder="Search by command, name or key"
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <p class="settings-files">
          Your own are written as in VS Code and stand in{" "}
          <code class="selectable">{frame.settingsSnapshot().keybindingsPath}</code>
        </p>
        <Show
          when={found().length > 0}
          fallback={
            <EmptyState
              title={`No shortcut fits “${query()}”.`}
              actions={[{ title: "Show All", run: () => setQuery("") }]}
            />
          }
        >
          <table class="shortcuts">
            <thead>
              <tr>
                <th scope="col">Command</th>
                <th scope="col">Key</th>
                <th scope="col">When</th>
              </tr>
            </thead>
            <tbody>
              <For each={found()}>
                {(shortcut) => (
                  <tr>
                    <td>
                      {shortcut.title}
                      <code class="setting-key selectable"> {shortcut.command}</code>
                    </td>
                    <td>
                      <kbd>{shortcut.key}</kbd>
                      <Show when={shortcut.own}> yours</Show>
                    </td>
                    <td class="shortcut-when">{shortcut.when}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
      </div>
    </div>
  );
}
