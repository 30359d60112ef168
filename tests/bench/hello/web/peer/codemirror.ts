/** CodeMirror with a language and nothing else. */
import { invoke } from "@tauri-apps/api/core";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { rust } from "@codemirror/lang-rust";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { answer, numberOf } from "./answers";

const theme = EditorView.theme({
  "&": { height: "100%", backgroundColor: "#fff", color: "#000" },
  ".cm-scroller": { fontFamily: "monospace", fontSize: "12.5px", lineHeight: "1.52" },
});

export async function show(root: HTMLElement): Promise<void> {
  const text = new TextDecoder().decode(await invoke<ArrayBuffer>("payload"));
  const view = new EditorView({
    doc: text,
    extensions: [
      lineNumbers(),
      history(),
      keymap.of([...standardKeymap, ...historyKeymap]),
      rust(),
      syntaxHighlighting(defaultHighlightStyle),
      theme,
    ],
    parent: root,
  });
  await answer({
    goTo: (question) => {
      const anchor = view.state.doc.line(numberOf(question, "line")).from;
      const effects = EditorView.scrollIntoView(anchor, { y: "center" });
      view.dispatch({ selection: { anchor }, effects });
      view.focus();
      return {};
    },
    count: (question) => ({ count: view.state.doc.toString().split(String(question["letter"])).length - 1 }),
  });
}
