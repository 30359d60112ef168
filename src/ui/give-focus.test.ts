import { EditorView } from "@codemirror/view";
import { expect, it } from "vitest";
import { giveFocus } from "./give-focus";

it("an editor that gets the focus says at once where its cursor is", () => {
  const view = new EditorView({ parent: document.body, doc: "one\ntwo\n", selection: { anchor: 5 } });
  giveFocus(view.contentDOM);
  expect(view.hasFocus).toBe(true);
  // Until then the browser has the cursor at the begin, and a slow one tells the editor so.
  const selection = document.getSelection();
  expect(selection?.anchorNode?.textContent).toBe("two");
  expect(selection?.anchorOffset).toBe(1);
  view.destroy();
});
