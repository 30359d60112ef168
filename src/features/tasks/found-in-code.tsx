import { createEffect, createSignal, Match, on, Show, Switch, type JSX } from "solid-js";
import ChevronDown from "lucide-solid/icons/chevron-down";
import ChevronRight from "lucide-solid/icons/chevron-right";
import SquarePlus from "lucide-solid/icons/square-plus";
import type { TaskCandidate } from "../../ipc/bindings";
import { FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { visiblePath, visibleText } from "../../ui/visible-name";
import type { Found } from "./found";

const ROW_HEIGHT = 24;

/** The marks in code and notes, below the tasks; they are looked for when the list is opened. */
export function FoundInCode(props: { found: Found }): JSX.Element {
  const { found } = props;
  const [at, setAt] = createSignal(0);
  const marks = (): TaskCandidate[] => found.marks() ?? [];
  createEffect(on(found.marks, () => setAt((now) => Math.max(0, Math.min(now, marks().length - 1)))));
  const onKeyDown = (event: KeyboardEvent): void => {
    const mark = marks()[at()];
    const step = (by: number) => (): void =>
      void setAt((now) => Math.max(0, Math.min(marks().length - 1, now + by)));
    const keys: Record<string, () => void> = {
      ArrowDown: step(1),
      ArrowUp: step(-1),
      Home: step(-Infinity),
      End: step(Infinity),
      Enter: () => mark && found.go(mark, false),
      " ": () => mark && found.go(mark, true),
      t: () => mark && mark.task === null && void found.adopt(mark),
    };
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : keys[event.key];
    if (!act) return;
    act();
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section
      class="found"
      classList={{ "found-open": found.isOpen() }}
      style={{ "--found-rows": String(marks().length) }}
    >
      <button
        type="button"
        class="found-heading"
        data-testid="found-toggle"
        aria-expanded={found.isOpen()}
        onClick={() => found.toggle()}
      >
        <Show when={found.isOpen()} fallback={<ChevronRight size={14} aria-hidden="true" />}>
          <ChevronDown size={14} aria-hidden="true" />
        </Show>
        <span>Found in code</span>
        <Show when={found.isOpen() && found.marks()}>
          <span class="task-count">{marks().length}</span>
        </Show>
      </button>
      <Show when={found.isOpen()}>
        <Switch fallback={<LoadingState label="Looking for marks" lines={3} />}>
          <Match when={found.fault()}>
            {(fault) => (
              <FailedState
                title="Marks could not be looked for."
                fault={fault()}
                actions={[{ title: "Try Again", run: () => void found.load() }]}
              />
            )}
          </Match>
          <Match when={found.marks()?.length === 0}>
            <p class="found-none">No TODO or FIXME stands in this folder.</p>
          </Match>
          <Match when={found.marks()}>
            <VirtualRows
              class="found-rows"
              items={marks()}
              rowHeight={ROW_HEIGHT}
              reveal={at()}
              row={(mark, index) => (
                <MarkRow
                  mark={mark}
                  id={`found-${index()}`}
                  chosen={index() === at()}
                  onClick={() => {
                    setAt(index());
                    found.go(mark, true);
                  }}
                  onAdopt={() => void found.adopt(mark)}
                />
              )}
              attributes={{
                role: "listbox",
                tabIndex: 0,
                "data-testid": "found-rows",
                "aria-label": "Marks in code; t makes a task of one",
                get "aria-activedescendant"() {
                  return `found-${at()}`;
                },
                onKeyDown,
              }}
            />
          </Match>
        </Switch>
      </Show>
    </section>
  );
}

function MarkRow(props: {
  mark: TaskCandidate;
  id: string;
  chosen: boolean;
  onClick: () => void;
  onAdopt: () => void;
}): JSX.Element {
  const place = (): string => `${visiblePath(props.mark.path.path)}:${props.mark.line}`;
  return (
    <div
      id={props.id}
      class="task-row found-row"
      classList={{ chosen: props.chosen }}
      role="option"
      aria-selected={props.chosen}
      aria-label={`${props.mark.word} ${visibleText(props.mark.title)}, ${place()}${props.mark.task === null ? "" : `, is ${props.mark.task}`}`}
      data-tip={`${visibleText(props.mark.text)}\n${place()}`}
      data-tip-side="right"
      onClick={() => props.onClick()}
    >
      <span class="task-id">{props.mark.task ?? props.mark.word}</span>
      <span class="task-title" classList={{ "found-known": props.mark.task !== null }}>
        {visibleText(props.mark.title)}
      </span>
      <Show when={props.mark.task === null}>
        <button
          type="button"
          class="icon-button"
          tabIndex={-1}
          aria-label="Make a Task"
          data-tip="Make a Task (t)"
          onClick={(event) => {
            event.stopPropagation();
            props.onAdopt();
          }}
        >
          <SquarePlus size={14} aria-hidden="true" />
        </button>
      </Show>
    </div>
  );
}
