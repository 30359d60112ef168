import { createMemo, Match, Show, Switch, type JSX } from "solid-js";
import type { Panel } from "../../kernel/app";
import { FailedState, LoadingState } from "../../ui/states";
import { onDemand } from "../../ui/on-demand";
import { SymbolCrumbs } from "../symbols";
import { Breadcrumb } from "./breadcrumb";
import { CodeView } from "./code-view";
import { DiskBar } from "./disk-bar";
import type { Editor } from "./editor";
import { createEditorTab, titleOf, type EditorState } from "./editor-tab";
import { FirstPart } from "./first-part";

const BinaryView = onDemand(async () => (await import("./binary-view")).BinaryView);
const ImageView = onDemand(async () => (await import("./image-view")).ImageView);
const LargeView = onDemand(async () => (await import("./large-view")).LargeView);

export interface EditorPanelProps {
  editor: Editor;
  panel: Panel<EditorState>;
}

/** One tab of the editor: what it shows depends on what the file is. */
export function EditorPanel(props: EditorPanelProps): JSX.Element {
  // A panel keeps its editor and itself for life, so that these need not follow.
  const { editor, panel } = props;
  const tab = createEditorTab(editor, panel);
  const kind = createMemo(() => tab.document()?.info().kind);
  const path = createMemo(() => tab.document()?.info().path ?? panel.state().path);
  const name = (): string => titleOf(panel.state());

  return (
    <div class="editor-panel">
      <Show when={path()}>
        {(at) => (
          <Breadcrumb app={editor.app} path={at()} readOnly={tab.document()?.info().readOnly ?? false}>
            <Show when={tab.host()}>
              {(host) => (
                <SymbolCrumbs
                  app={editor.app}
                  path={at()}
                  line={host().cursor().line}
                  column={host().cursor().column}
                  revision={tab.document()?.info().dirty}
                />
              )}
            </Show>
          </Breadcrumb>
        )}
      </Show>
      <Switch fallback={<LoadingState label={`Opening ${name()}`} />}>
        <Match when={tab.fault()}>
          {(fault) => (
            <FailedState
              title={`${name()} could not be opened.`}
              fault={fault()}
              actions={[
                { title: "Try Again", run: tab.retry },
                { title: "Close", run: () => void panel.close() },
              ]}
            />
          )}
        </Match>
        <Match when={tab.document()}>
          {(document) => (
            <Switch fallback={<LoadingState label={`Opening ${name()}`} />}>
              <Match when={tab.host()}>
                {(host) => (
                  <>
                    <DiskBar editor={editor} document={document()} onDone={() => panel.focus()} />
                    <CodeView app={editor.app} host={host()} />
                  </>
                )}
              </Match>
              <Match when={tab.firstPart()} keyed>
                {(part) => <FirstPart app={editor.app} name={name()} part={part} />}
              </Match>
              <Match when={kind() === "image"}>
                <ImageView app={editor.app} panel={panel} info={document().info()} />
              </Match>
              <Match when={kind() === "binary"}>
                <BinaryView app={editor.app} panel={panel} info={document().info()} />
              </Match>
              <Match when={kind() === "large"}>
                <LargeView app={editor.app} panel={panel} info={document().info()} />
              </Match>
            </Switch>
          )}
        </Match>
      </Switch>
    </div>
  );
}
