import { onCleanup, onMount, type JSX } from "solid-js";
import type { App } from "../../kernel/app";
import type { CodemirrorHost } from "./codemirror-host";
import { pathKey } from "./wire-path";

export interface CodeViewProps {
  app: App;
  host: CodemirrorHost;
}

/** The element that a CodeMirror is attached to. */
export function CodeView(props: CodeViewProps): JSX.Element {
  let element!: HTMLDivElement;
  onMount(() => props.host.attach(element));
  onCleanup(() => props.host.detach());
  const path = (): string | undefined => {
    const at = props.host.document.info().path;
    return at ? pathKey(at) : undefined;
  };
  const showMenu = (event: MouseEvent): void => {
    const inText = event.target instanceof Element && event.target.closest(".cm-content") !== null;
    if (!inText) return;
    event.preventDefault();
    event.stopPropagation();
    props.app.commands.showMenu("editor.context", { x: event.clientX, y: event.clientY }, props.host);
  };
  return (
    <div
      ref={element}
      class="code-view"
      data-testid="editor"
      data-doc={props.host.document.doc}
      data-path={path()}
      style={{ "--code-size": `${props.app.settings().editorFontSize ?? 12.5}px` }}
      onContextMenu={showMenu}
    />
  );
}
