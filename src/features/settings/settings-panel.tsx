import { createEffect, createMemo, createSignal, For, on, onMount, Show, type JSX } from "solid-js";
import Copy from "lucide-solid/icons/copy";
import type { SettingsProblem } from "../../ipc/bindings";
import type { Panel } from "../../kernel/app";
import type { Frame } from "../../kernel/frame";
import { EmptyState } from "../../ui/states";
import { meaningStatus } from "../meaning-status";
import { embeddingFault } from "./embedding-fault";
import { settingFields } from "./setting-fields";
import { sectionOf, sections } from "./setting-sections";
import { SettingRow } from "./setting-row";
import { searchFields } from "./setting-values";

/** Every setting in a form, with where the files lie and what is wrong in them. */
export function SettingsPanel(props: {
  frame: Frame;
  panel: Panel;
  /** What to show, as often as somebody asks for it. */
  wanted: () => { query: string } | undefined;
}): JSX.Element {
  const { frame } = props;
  const [query, setQuery] = createSignal("");
  let field!: HTMLInputElement;
  onMount(() => props.panel.onFocus(() => field.focus()));
  // Who comes for some of them asks anew each time, even for the same ones.
  createEffect(on(props.wanted, (wanted) => wanted && setQuery(wanted.query)));
  const found = createMemo(() => searchFields(settingFields, query()));
  const shown = createMemo(() =>
    Object.keys(sections).filter((name) => found().some((at) => sectionOf(at) === name)),
  );
  const write = async (key: string, value: unknown): Promise<void> => {
    frame.applySettings(await frame.ipc.settingsUpdate({ key, value: JSON.stringify(value) }));
  };
  return (
    <div class="settings" data-testid="settings-panel">
      <div class="settings-body">
        <h1>Settings</h1>
        <input
          ref={field}
          class="field settings-search"
          type="search"
          aria-label="Search settings"
          placeholder="Search settings"
          value={query()}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <Files frame={frame} />
        <Problems frame={frame} />
        <Show
          when={found().length > 0}
          fallback={
            <EmptyState
              title={`No setting fits “${query()}”.`}
              actions={[{ title: "Show All", run: () => setQuery("") }]}
            />
          }
        >
          <For each={shown()}>
            {(name) => (
              <section aria-label={sections[name]}>
                <h2>{sections[name]}</h2>
                <For each={found().filter((at) => sectionOf(at) === name)}>
                  {(at) => (
                    <SettingRow
                      field={at}
                      value={isRefused(frame, at.key) ? undefined : frame.settings()[at.field]}
                      initial={frame.settingsSnapshot().defaults[at.field]}
                      told={embeddingFault(at.key, meaningStatus(frame))}
                      write={(value) => write(at.key, value)}
                    />
                  )}
                </For>
              </section>
            )}
          </For>
        </Show>
      </div>
    </div>
  );
}

const isEmbedding = ({ key, code }: SettingsProblem): boolean =>
  typeof code === "string" && (key ?? "embeddings.").startsWith("embeddings.");

/** Whether a value was written that does not hold, and no default takes its place. */
function isRefused(frame: Frame, key: string): boolean {
  const { problems } = frame.settingsSnapshot();
  return problems.some((problem) => problem.key === key && isEmbedding(problem));
}

/** What holds while something is wrong: of what the search by meaning is told, nothing is guessed. */
function whatHolds(problems: SettingsProblem[]): string {
  const rests = "The search by meaning rests until its settings are mended";
  if (problems.every((problem) => problem.key && isEmbedding(problem))) return `${rests}:`;
  const stay = "The defaults stay for what could not be read";
  return problems.some(isEmbedding) ? `${stay}. ${rests}:` : `${stay}:`;
}

function Files(props: { frame: Frame }): JSX.Element {
  const { frame } = props;
  const copy = async (path: string): Promise<void> => {
    await frame.ipc.clipboardWrite({ text: path });
    frame.notify({ level: "info", message: "The path is in the clipboard." });
  };
  const path = (text: string): JSX.Element => (
    <span class="settings-path">
      <code class="selectable">{text}</code>
      <button
        type="button"
        class="icon-button"
        aria-label={`Copy the path ${text}`}
        data-tip="Copy the path"
        onClick={() => void copy(text)}
      >
        <Copy size={14} aria-hidden="true" />
      </button>
    </span>
  );
  return (
    <div class="settings-files">
      <span>Settings are kept in</span> {path(frame.settingsSnapshot().settingsPath)}
      <span>Keys are kept in</span> {path(frame.settingsSnapshot().keybindingsPath)}
    </div>
  );
}

function Problems(props: { frame: Frame }): JSX.Element {
  const problems = () => props.frame.settingsSnapshot().problems;
  const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
  return (
    <Show when={problems().length > 0}>
      <div class="settings-problems" role="alert" data-testid="settings-problems">
        <p>{whatHolds(problems())}</p>
        <ul>
          <For each={problems()}>
            {(problem) => (
              <li>
                <code>
                  {nameOf(problem.file)}:{problem.line}:{problem.column}
                </code>{" "}
                {problem.message}
              </li>
            )}
          </For>
        </ul>
      </div>
    </Show>
  );
}
