import { createMemo, createSignal, onMount, Show, type JSX } from "solid-js";
import Copy from "lucide-solid/icons/copy";
import type { LogLine } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { Choice } from "../../ui/choice";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { VirtualRows } from "../../ui/virtual-rows";
import { everything, filterLines, levels, lineText, sourceOf, type LogFilter } from "./log-reducer";
import type { LogStore } from "./log-store";
import { exactTime } from "../../ui/relative-time";

const clock = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  fractionalSecondDigits: 3,
});

/** The log: filtered by text, level and source, following its end. */
export function LogPanel(props: { app: App; store: LogStore; panel: Panel<LogFilter> }): JSX.Element {
  const { panel, store } = props;
  const [follow, setFollow] = createSignal(true);
  let field!: HTMLInputElement;
  onMount(() => {
    panel.onFocus(() => field.focus());
    if (!store.loaded()) void store.load();
  });
  const filter = (): LogFilter => ({ ...everything, ...panel.state() });
  const change = (part: Partial<LogFilter>): void => panel.setState({ ...filter(), ...part });
  const shown = createMemo(() => filterLines(store.lines(), filter()));
  const sources = createMemo(() => {
    const names = [...new Set(store.lines().map(({ target }) => sourceOf(target)))].sort();
    return [
      { value: "", title: "every source" },
      ...names.map((source) => ({ value: source, title: source })),
    ];
  });
  const copy = async (): Promise<void> => {
    await props.app.ipc.clipboardWrite({ text: shown().map(lineText).join("\n") });
    props.app.notify({ level: "info", message: `${shown().length} lines of the log are in the clipboard.` });
  };
  return (
    <div class="log-panel" data-testid="log-panel">
      <div class="log-bar">
        <input
          ref={field}
          class="field log-filter"
          type="search"
          aria-label="Filter the log"
          placeholder="Filter"
          value={filter().text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <Choice
          label="Least severe level"
          options={levels.map((level) => ({ value: level, title: level }))}
          value={filter().level}
          onChoose={(level) => change({ level })}
        />
        <Choice
          label="Source"
          options={sources()}
          value={filter().target}
          onChoose={(target) => change({ target })}
        />
        <label class="log-follow">
          <input
            type="checkbox"
            checked={follow()}
            onChange={(event) => setFollow(event.currentTarget.checked)}
          />
          Follow
        </label>
        <button
          type="button"
          class="icon-button"
          aria-label="Copy what is shown"
          data-tip="Copy what is shown"
          onClick={() => void copy()}
        >
          <Copy size={14} aria-hidden="true" />
        </button>
      </div>
      <Show when={store.loaded()} fallback={<LoadingState label="Reading the log" />}>
        {(loaded) => (
          <Show when={!loaded().fault} fallback={<Failed store={store} fault={loaded().fault} />}>
            <Show
              when={shown().length > 0}
              fallback={<Nothing any={store.lines().length > 0} reset={() => change(everything)} />}
            >
              <VirtualRows
                class="log-rows"
                items={shown()}
                rowHeight={20}
                follow={follow()}
                onFollow={setFollow}
                row={(line) => <LogRow line={line} />}
                attributes={{ role: "log", "aria-label": "Log", tabIndex: 0 }}
              />
            </Show>
          </Show>
        )}
      </Show>
    </div>
  );
}

function LogRow(props: { line: LogLine }): JSX.Element {
  return (
    <div class="log-row selectable" data-level={props.line.level}>
      <span class="log-time" data-tip={exactTime(props.line.at)}>
        {clock.format(props.line.at)}
      </span>
      <span class={`log-level log-${props.line.level}`}>{props.line.level}</span>
      <span class="log-target">{props.line.target}</span>
      <span class="log-message">{props.line.message}</span>
    </div>
  );
}

function Failed(props: { store: LogStore; fault: unknown }): JSX.Element {
  const retry = { title: "Try Again", run: () => void props.store.load() };
  return <FailedState title="The log could not be read." fault={props.fault} actions={[retry]} />;
}

function Nothing(props: { any: boolean; reset: () => void }): JSX.Element {
  return (
    <Show
      when={props.any}
      fallback={
        <EmptyState
          title="What Tenon and its sidecar say about their work stands here."
          detail="Nothing yet."
        />
      }
    >
      <EmptyState
        title="No line passes the filter."
        actions={[{ title: "Show Everything", run: () => props.reset() }]}
      />
    </Show>
  );
}
