import { EditorState } from "@codemirror/state";
import { EditorView, showTooltip } from "@codemirror/view";
import { expect, it } from "vitest";
import { basics } from "./editor-setup";

it("hovers stand in the page and not in the editor, where tabs would hide them", () => {
  const create = () => ({ dom: document.createElement("p") });
  const extensions = [basics("a"), showTooltip.of({ pos: 0, create })];
  const parent = document.createElement("div");
  document.body.replaceChildren(parent);
  const view = new EditorView({ state: EditorState.create({ doc: "a", extensions }), parent });
  const tooltip = document.querySelector(".cm-tooltip");
  expect(tooltip).not.toBe(null);
  expect(parent.contains(tooltip)).toBe(false);
  view.destroy();
  expect(document.querySelector(".cm-tooltip"), "it goes with the editor").toBe(null);
});
