import { createMemo, For, onMount, Show, type JSX } from "solid-js";
import { Text } from "@codemirror/state";
import type { HistoryFile } from "../../ipc/bindings";
import type { App } from "../../kernel/app";
import { exactTime } from "../../ui/relative-time";
import { EmptyState } from "../../ui/states";
import { visiblePath } from "../../ui/visible-name";
import { Compared } from "./compared";
import { textNow, textThen } from "./texts";

const letters: Record<HistoryFile["action"], [letter: string, word: string]> = {
  change: ["M", "changes"],
  create: ["A", "comes back"],
  remove: ["D", "goes into the history"],
  leave: ["–", "is left alone"],
};

/** Files that are listed; the sentence above counts all of them. */
const most = 2_000;

interface RestoreFilesProps {
  app: App;
  files: HistoryFile[];
  at: number;
  chosen: number | undefined;
  onChoose: (index: number) => void;
  onFocus: (focus: () => void) => void;
}

/** The files of a restore, and the chosen one as it is now beside how it was. */
export function RestoreFiles(props: RestoreFilesProps): JSX.Element {
  let box!: HTMLDivElement;
  onMount(() => props.onFocus(() => box.focus()));
  const shown = (): HistoryFile[] => props.files.slice(0, most);
  const at = createMemo(() => Math.min(props.chosen ?? 0, shown().length - 1));
  const file = createMemo(() => shown()[at()]);
  const walk = (event: KeyboardEvent): void => {
    const to = { ArrowDown: at() + 1, ArrowUp: at() - 1, Home: 0, End: shown().length - 1 }[event.key];
    if (to === undefined || !shown()[to]) return;
    event.preventDefault();
    props.onChoose(to);
    box.children[to]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <div class="history-panel">
      <div
        ref={box}
        class="history-list history-files"
        role="listbox"
        tabindex="0"
        aria-label="Files that would change"
        aria-activedescendant={`restore-${at()}`}
        onKeyDown={walk}
      >
        <For each={shown()}>
          {(row, index) => (
            <div
              id={`restore-${index()}`}
              class={`history-row history-file history-file-${row.action}`}
              role="option"
              aria-selected={index() === at()}
              onClick={() => props.onChoose(index())}
            >
              <span class="history-when">
                <span class="history-letter" aria-hidden="true">
                  {letters[row.action][0]}
                </span>
                <span class="history-path selectable" data-tip={visiblePath(row.path.path)}>
                  {visiblePath(row.path.path)}
                </span>
              </span>
              <span class="history-what">
                {row.error === null ? letters[row.action][1] : "cannot be restored"}
                <Show when={row.error?.message ?? row.reason}>{(reason) => `: ${reason()}`}</Show>
              </span>
            </div>
          )}
        </For>
        <Show when={props.files.length > most}>
          <p class="history-skipped">and {props.files.length - most} more</p>
        </Show>
      </div>
      <Show when={file()} keyed>
        {(chosen) => <ChosenFile app={props.app} file={chosen} at={props.at} />}
      </Show>
    </div>
  );
}

function ChosenFile(props: { app: App; file: HistoryFile; at: number }): JSX.Element {
  const { app, file } = props;
  const { path, action } = file;
  const moment = (): string => exactTime(props.at);
  const gone = (): Promise<Text> => Promise.resolve(Text.empty);
  return (
    <div class="history-chosen">
      <Show
        when={action !== "leave"}
        fallback={
          <EmptyState
            title={`${visiblePath(path.path)} is left alone.`}
            detail={file.reason ?? "It stays."}
          />
        }
      >
        <div class="history-actions">
          <span class="history-side">The file now ↔ as it was {moment()}</span>
        </div>
        <Compared
          restores
          path={path.path}
          when={`as it was ${moment()}`}
          then={action === "remove" ? gone : () => textThen(app, path, props.at)}
          now={action === "create" ? gone : () => textNow(app, path)}
        />
      </Show>
    </div>
  );
}
