import { createEffect, createMemo, createResource, For, Match, on, Show, Switch, type JSX } from "solid-js";
import { Text } from "@codemirror/state";
import { AppError } from "../../ipc/app-error";
import type { HistoryVersion, WirePath } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { refOfFile } from "../context";
import { EmptyState, FailedState, LoadingState } from "../../ui/states";
import { Compared } from "./compared";
import { hasBytes } from "./history-words";
import { tellRestored } from "./restore";
import { textNow, versionText } from "./texts";
import { VersionRow } from "./version-row";

export interface HistoryState {
  path: WirePath;
  /** The version that is shown; the newest when it is left out. */
  chosen?: number;
}

/** The versions of one file, and the chosen one beside the file as it is now. */
export function HistoryPanel(props: {
  app: App;
  panel: Panel<HistoryState>;
  changed: () => number;
}): JSX.Element {
  const { app, panel } = props;
  const path = (): WirePath => panel.state().path;
  const [list, { refetch }] = createResource(path, (of) => app.ipc.historyList({ path: of }));
  createEffect(on(props.changed, () => void refetch(), { defer: true }));
  // A version is one of its file, and what is linked is linked to that.
  createEffect(() => panel.setSubject(refOfFile(path())));
  const choose = (chosen: number): void => panel.setState({ ...panel.state(), chosen });
  const versions = (): HistoryVersion[] => list.latest?.versions ?? [];
  const chosen = createMemo(() => versions().find(({ id }) => id === panel.state().chosen) ?? versions()[0]);
  let box: HTMLDivElement | undefined;
  panel.onFocus(() => box?.focus());
  const walk = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = versions().findIndex(({ id }) => id === chosen()?.id);
    const next = by === undefined ? undefined : versions()[at + by];
    if (!next) return;
    event.preventDefault();
    choose(next.id);
  };
  return (
    <Switch>
      <Match when={list.error as unknown}>
        {(fault) => (
          <FailedState
            title="The history could not be read."
            fault={fault()}
            actions={[{ title: "Try Again", run: () => void refetch() }]}
          />
        )}
      </Match>
      <Match when={list.state === "pending"}>
        <LoadingState label="Reading the history" />
      </Match>
      <Match when={versions().length === 0}>
        <EmptyState
          title="This file has no versions yet."
          detail={list.latest?.skipped ?? "Each save and each change by another program becomes one."}
          actions={[{ title: "Look Again", run: () => void refetch() }]}
        />
      </Match>
      <Match when={true}>
        <div class="history-panel" data-testid="history-panel">
          <div
            ref={(element) => (box = element)}
            class="history-list"
            role="listbox"
            tabindex="0"
            aria-label={`Versions of ${path().path}`}
            aria-activedescendant={`version-${chosen()?.id}`}
            onKeyDown={walk}
          >
            <Show when={list.latest?.skipped}>{(why) => <p class="history-skipped">{why()}</p>}</Show>
            <For each={versions()}>
              {(version) => (
                <VersionRow
                  version={version}
                  path={path()}
                  chosen={version.id === chosen()?.id}
                  onChoose={() => choose(version.id)}
                />
              )}
            </For>
          </div>
          <Show when={chosen()} keyed>
            {(version) => (
              <Chosen app={app} path={path()} version={version} onChange={() => void refetch()} />
            )}
          </Show>
        </div>
      </Match>
    </Switch>
  );
}

interface ChosenProps {
  app: App;
  path: WirePath;
  version: HistoryVersion;
  onChange: () => void;
}

/** A version beside the file, and what can be done with it. */
function Chosen(props: ChosenProps): JSX.Element {
  const { app, path, version } = props;
  const attempt = (run: () => Promise<void>) => (): void => {
    void run().catch((thrown: unknown) => {
      const { message, hint } = AppError.from(thrown);
      app.notify({ level: "error", message, ...(hint ? { hint } : {}) });
    });
  };
  const restore = attempt(async () => {
    tellRestored(app, await app.ipc.historyRestore({ path, at: null, id: version.id, dryRun: false }));
    props.onChange();
  });
  const copy = attempt(async () => {
    await app.ipc.clipboardWrite({ text: (await versionText(app, version.id)).toString() });
    app.notify({ level: "info", message: "The text of that version is in the clipboard." });
  });
  const pin = attempt(async () => {
    await app.ipc.historyPin({ id: version.id, pinned: !version.pinned });
    props.onChange();
  });
  const lost = !hasBytes(version) && version.state !== "removed";
  return (
    <div class="history-chosen">
      <div class="history-actions">
        <span class="history-side">That version ↔ the file now</span>
        <button type="button" class="button" disabled={lost} onClick={restore} data-testid="history-restore">
          Restore
        </button>
        <button type="button" class="button" disabled={!hasBytes(version)} onClick={copy}>
          Copy Text
        </button>
        <button type="button" class="button" aria-pressed={version.pinned} onClick={pin}>
          {version.pinned ? "Unpin" : "Pin"}
        </button>
      </div>
      <Compared
        path={path.path}
        when="in that version"
        then={() => (hasBytes(version) ? versionText(app, version.id) : Promise.resolve(Text.empty))}
        now={() => textNow(app, path)}
      />
    </div>
  );
}
