import { createResource, Match, onCleanup, onMount, Switch, type JSX } from "solid-js";
import { MergeView } from "@codemirror/merge";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import type { DocumentInfo } from "../../ipc/bindings";
import type { App, Panel } from "../../kernel/app";
import { FailedState, LoadingState } from "../../ui/states";
import { codeTheme } from "./code-theme";
import type { Editor } from "./editor";
import { languageOf, loadLanguage } from "./language";
import { decodeOwnersText, decodeText } from "./text-load";

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
              actions={[{ title: "Retry", run: () => void refetch() }]}
            />
          )}
        </Match>
        <Match when={sides()}>{(both) => <Merged sides={both()} name={props.panel.state().name} />}</Match>
      </Switch>
    </div>
  );
}

function Merged(props: { sides: Sides; name: string }): JSX.Element {
  let element!: HTMLDivElement;
  onMount(() => {
    const { disk, mine } = props.sides;
    const [name, parent] = [props.name, element];
    let view: MergeView | undefined;
    let gone = false;
    const language = languageOf(name);
    void (language ? loadLanguage(language) : Promise.resolve(undefined)).then((support) => {
      if (gone) return;
      const extensions = [lineNumbers(), codeTheme, EditorState.readOnly.of(true), support ?? []];
      const side = (doc: Text, label: string) => ({
        doc,
        extensions: [extensions, EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" })],
      });
      view = new MergeView({
        parent,
        a: side(disk, `${name} on disk`),
        b: side(mine, `${name} in the editor`),
        gutter: true,
        collapseUnchanged: { margin: 3, minSize: 6 },
        diffConfig: { scanLimit: 2000, timeout: 1000 },
      });
    });
    onCleanup(() => {
      gone = true;
      view?.destroy();
    });
  });
  return <div ref={element} class="compare-view" />;
}
