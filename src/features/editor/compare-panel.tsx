import { createResource, Match, Switch, type JSX } from "solid-js";
import type { Text } from "@codemirror/state";
import type { DocumentInfo } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { FailedState, LoadingState } from "../../ui/states";
import { onDemand } from "../../ui/on-demand";
import type { Editor } from "./editor";
import { decodeOwnersText, decodeText } from "./text-load";

/** Comparing brings a library of its own. */
export const CompareView = onDemand(async () => (await import("./compare-view")).CompareView);

export interface CompareState {
  doc: string;
  name: string;
}

/** Opens the text on disk beside the text in the editor. */
export function openCompare(app: App, info: DocumentInfo): void {
  const state: CompareState = { doc: info.doc, name: info.name };
  app.workbench.open("compare", `compare:${info.doc}`, state, `${info.name} (disk ↔ mine)`);
}

interface Sides {
  disk: Text;
  mine: Text;
}

/** The text on disk beside the one in the editor, read-only. */
export function ComparePanel(props: { editor: Editor; panel: Panel<CompareState> }): JSX.Element {
  const [sides, { refetch }] = createResource(async (): Promise<Sides> => {
    const { doc } = props.panel.state();
    const disk = decodeText(await props.editor.app.ipc.documentDiskText({ doc }));
    const held = props.editor.documents.find(doc)?.text()?.text();
    return { disk, mine: held ?? decodeOwnersText(await props.editor.app.ipc.documentText({ doc })).text };
  });
  return (
    <div class="compare-panel">
      <div class="compare-heading">
        <span>On disk</span>
        <span>In the editor</span>
      </div>
      <Switch fallback={<LoadingState label="Reading both texts" />}>
        <Match when={sides.error as unknown}>
          {(fault) => (
            <FailedState
              title="The texts could not be compared."
              fault={fault()}
              actions={[{ title: "Try Again", run: () => void refetch() }]}
            />
          )}
        </Match>
        <Match when={sides()}>
          {(both) => {
            const { name } = props.panel.state();
            const left = { text: both().disk, label: `${name} on disk` };
            return (
              <CompareView
                name={name}
                left={left}
                right={{ text: both().mine, label: `${name} in the editor` }}
              />
            );
          }}
        </Match>
      </Switch>
    </div>
  );
}
