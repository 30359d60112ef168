import { createResource, createSignal, Match, onCleanup, onMount, Switch, type JSX } from "solid-js";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { FailedState, LoadingState } from "../../ui/states";
import { codeTheme } from "./code-theme";
import { focusElementSoon } from "./focus-soon";
import type { ViewerProps } from "./image-view";
import { Pager } from "./pager";
import { BEYOND, PART, textOfPart } from "./text-part";

/** Text beyond the limit for editing, read-only and a part at a time. */
export function LargeView(props: ViewerProps): JSX.Element {
  const [index, setIndex] = createSignal(0);
  const [text, { refetch }] = createResource(
    () => ({ path: props.info.path, at: index(), encoding: props.info.encoding, size: props.info.size }),
    async ({ path, at, encoding }) => {
      if (!path) return "";
      const bytes = await props.app.ipc.fileBytes({ path, offset: at * PART, length: PART + BEYOND });
      return textOfPart(new Uint8Array(bytes), at === 0, encoding);
    },
  );
  return (
    <div class="large-view">
      <div class="viewer-bar">
        <span>
          Above {props.app.settings().editorLargeFileMib} MiB (editor.largeFileMiB) a file is shown in parts,
          read-only.
        </span>
        <Pager part={PART} size={props.info.size} index={index()} onIndex={setIndex} />
      </div>
      <Switch fallback={<LoadingState label={`Reading ${props.info.name}`} />}>
        <Match when={text.error as unknown}>
          {(fault) => (
            <FailedState
              title={`${props.info.name} could not be read.`}
              fault={fault()}
              actions={[{ title: "Try Again", run: () => void refetch() }]}
            />
          )}
        </Match>
        <Match when={text() !== undefined && { part: text() ?? "" }} keyed>
          {({ part }) => <Part text={part} viewer={props} />}
        </Match>
      </Switch>
    </div>
  );
}

function Part(props: { text: string; viewer: ViewerProps }): JSX.Element {
  let element!: HTMLDivElement;
  onMount(() => {
    const label = `Part of ${props.viewer.info.name}`;
    const view = new EditorView({
      parent: element,
      doc: props.text,
      extensions: [
        codeTheme,
        EditorState.readOnly.of(true),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" }),
      ],
    });
    props.viewer.panel.onFocus(() => focusElementSoon(view.contentDOM));
    onCleanup(() => view.destroy());
  });
  return (
    <div
      ref={element}
      class="code-view large-part"
      style={{ "--code-size": `${props.viewer.app.settings().editorFontSize ?? 12.5}px` }}
    />
  );
}
