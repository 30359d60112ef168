import { createEffect, Match, onCleanup, Show, Switch, type JSX } from "solid-js";
import type { EditorView } from "@codemirror/view";
import type { App } from "../../kernel/app";
import { EmptyState, FailedState, LoadingState, type StateAction } from "../../ui/states";
import type { Loaded } from "./load";
import type { Sheet } from "./sheet";
import { counted, leftAlone } from "./write";

/** The results as a text that is edited, with what became of it above. */
export function SheetPanel(props: { app: App; sheet: Sheet; again: () => void }): JSX.Element {
  const { sheet } = props;
  onCleanup(() => sheet.destroy());
  const again: StateAction = { title: "Search Again", run: () => props.again() };
  const found = (): Loaded | undefined => {
    const phase = sheet.phase();
    return phase.type === "ready" ? phase.found : undefined;
  };
  const fault = (): unknown => {
    const phase = sheet.phase();
    return phase.type === "failed" && phase.fault;
  };
  return (
    <div class="sheet-panel" data-testid="search-editor">
      <Switch fallback={<LoadingState label="Reading the lines of the results" lines={8} />}>
        <Match when={fault()}>
          {(why) => <FailedState title="The results could not be read." fault={why()} actions={[again]} />}
        </Match>
        <Match when={found()?.files.length === 0}>
          <EmptyState
            title="There is nothing to edit."
            detail={leftAlone(found()?.left ?? []).trim() || "The search finds no line of a file."}
            actions={sheet.panel.state().form ? [again] : []}
          />
        </Match>
        <Match when={found()}>
          {(loaded) => (
            <>
              <SheetHead sheet={sheet} found={loaded()} again={again} />
              <Show when={sheet.view()} keyed>
                {(view) => <SheetText app={props.app} view={view} />}
              </Show>
            </>
          )}
        </Match>
      </Switch>
    </div>
  );
}

function SheetHead(props: { sheet: Sheet; found: Loaded; again: StateAction }): JSX.Element {
  const { sheet } = props;
  const summary = (): string => {
    const { files, left, more } = props.found;
    const excerpts = files.flatMap((file) => file.excerpts);
    const hits = excerpts.reduce((sum, excerpt) => sum + excerpt.hits.size, 0);
    const shown = `${counted(hits, "line")} with hits in ${counted(files.length, "file")}`;
    return `${more ? "First " : ""}${shown}.${leftAlone(left)}`;
  };
  return (
    <div class="sheet-bar">
      <p class="sheet-summary">
        <strong>{sheet.panel.state().title}</strong>
        <span data-testid="search-editor-told" role="status">
          {sheet.told() ?? summary()}
        </span>
        <Show when={sheet.canUndo()}>
          <button type="button" class="button" onClick={() => void sheet.undo()}>
            Undo
          </button>
        </Show>
      </p>
      <p class="sheet-refusal" role="alert">
        {sheet.refusal()}
      </p>
      <Show when={sheet.panel.state().form}>
        <button type="button" class="button" onClick={() => props.again.run()}>
          {props.again.title}
        </button>
      </Show>
      <button
        type="button"
        class="button button-main"
        data-testid="search-editor-write"
        data-tip="All of it is one step to undo"
        data-tip-command="searchEditor.write"
        disabled={sheet.edited() === 0}
        onClick={() => void sheet.write()}
      >
        {sheet.edited() === 0 ? "Write" : `Write ${counted(sheet.edited(), "line")}`}
      </button>
    </div>
  );
}

function SheetText(props: { app: App; view: EditorView }): JSX.Element {
  return (
    <div
      class="code-view sheet-text"
      ref={(element) => createEffect(() => element.replaceChildren(props.view.dom))}
      style={{ "--code-size": `${props.app.settings().editorFontSize ?? 12.5}px` }}
    />
  );
}
