import { For, onCleanup, Show, type JSX } from "solid-js";
import type { App } from "../../kernel/app";
import { EmptyState } from "../../ui/states";
import { visibleText } from "../../ui/visible-name";
import { GroupMark } from "./group-mark";
import { groupOf } from "./shapes";
import type { Meant } from "./what-in-front";

export interface GraphSidebarProps {
  app: App;
  lately: Meant[];
  onShow: (meant: Meant) => void;
  /** Hands out what gives the view the focus, and takes it back when it goes. */
  onReady: (focus: (() => void) | undefined) => void;
}

/** Where graphs begin: what is in front, and what was looked at lately. */
export function GraphSidebar(props: GraphSidebarProps): JSX.Element {
  let first: HTMLButtonElement | undefined;
  props.onReady(() => first?.focus());
  onCleanup(() => props.onReady(undefined));
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    const all = [...(event.currentTarget as HTMLElement).querySelectorAll("button")];
    const next = all[all.findIndex((each) => each === document.activeElement) + by];
    next?.focus();
    event.preventDefault();
  };
  return (
    <div class="graph-sidebar" data-testid="graph-sidebar" onKeyDown={walk}>
      <button
        ref={(made) => (first = made)}
        type="button"
        class="button"
        onClick={() => void props.app.commands.run("graph.around")}
      >
        Show Around What Is in Front
      </button>
      <Show
        when={props.lately.length > 0}
        fallback={
          <EmptyState
            title="What is linked with what is seen here."
            detail="A graph shows the notes, tasks, commits and commands around a file, and why they are linked."
          />
        }
      >
        <h3 class="graph-lately-heading">Looked at lately</h3>
        <ul class="graph-lately">
          <For each={props.lately}>
            {(meant) => (
              <li>
                <button
                  type="button"
                  class="graph-lately-row"
                  data-tip={meant.of}
                  onClick={() => props.onShow(meant)}
                >
                  <GroupMark group={groupOf(meant.of.slice(0, meant.of.indexOf(":")))} />
                  <span class="graph-row-title">{visibleText(meant.name)}</span>
                </button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
