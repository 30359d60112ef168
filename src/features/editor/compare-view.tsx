import { onCleanup, onMount, type JSX } from "solid-js";
import { MergeView } from "@codemirror/merge";
import { EditorState, type Text } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { codeTheme } from "./code-theme";
import { languageOf, loadLanguage } from "./language";

export interface CompareSide {
  text: Text;
  /** What the text is, for people who cannot see where it stands. */
  label: string;
}

/** Two texts beside each other, read-only, with what differs marked. `name` says which language they are in. */
export function CompareView(props: { name: string; left: CompareSide; right: CompareSide }): JSX.Element {
  let element!: HTMLDivElement;
  onMount(() => {
    const { left, right } = props;
    const parent = element;
    let view: MergeView | undefined;
    let gone = false;
    const language = languageOf(props.name);
    void (language ? loadLanguage(language) : Promise.resolve(undefined)).then((support) => {
      if (gone) return;
      const extensions = [lineNumbers(), codeTheme, EditorState.readOnly.of(true), support ?? []];
      const side = ({ text, label }: CompareSide) => ({
        doc: text,
        extensions: [extensions, EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0" })],
      });
      view = new MergeView({
        parent,
        a: side(left),
        b: side(right),
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
