import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { afterEach, expect, test, vi } from "vitest";
import { definitionLink, linkKey, nameAt } from "./definition-link";

let view: EditorView;
afterEach(() => view.destroy());

const text = "let limit = 12;";

/** A view in which the pointer is always over one place of the text. */
function start(pos: number | null): { went: number[]; over: (pos: number | null) => void } {
  const went: number[] = [];
  const extensions = definitionLink((at) => void went.push(at), "ctrlKey");
  view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: document.body });
  const at = vi.spyOn(view, "posAtCoords");
  const over = (place: number | null): void => void at.mockReturnValue(place as number);
  over(pos);
  return { went, over };
}
const mouse = (type: string, part: MouseEventInit = {}): boolean =>
  view.contentDOM.dispatchEvent(
    new MouseEvent(type, { bubbles: true, cancelable: true, ctrlKey: true, ...part }),
  );
const key = (type: string): boolean => window.dispatchEvent(new KeyboardEvent(type, { key: "Control" }));
const linked = (): string | undefined =>
  view.contentDOM.querySelector(".cm-definition-link")?.textContent ?? undefined;

test("a name is a link while Ctrl is held over it", () => {
  const { over } = start(6);
  mouse("mousemove", { ctrlKey: false });
  expect(linked()).toBeUndefined();
  key("keydown");
  expect(linked()).toBe("limit");
  key("keyup");
  expect(linked()).toBeUndefined();
  mouse("mousemove");
  expect(linked()).toBe("limit");
  over(12);
  mouse("mousemove");
  expect(linked(), "a number is no name").toBeUndefined();
  over(6);
  mouse("mousemove");
  mouse("mouseleave");
  expect(linked()).toBeUndefined();
});

test("a click goes to the definition, and leaves the cursor alone; a drag does not", () => {
  const { went, over } = start(6);
  expect(mouse("mousedown"), "it is taken").toBe(false);
  mouse("mouseup");
  expect(went).toEqual([4]);
  expect(view.state.selection.main.head).toBe(0);
  mouse("mousedown");
  over(1);
  mouse("mouseup");
  mouse("mousedown", { altKey: true });
  over(6);
  mouse("mouseup");
  expect(went).toEqual([4]);
});

test("a link goes with the edit below it, and the key is Cmd on a Mac", () => {
  start(6);
  mouse("mousemove");
  view.dispatch({ changes: { from: 0, insert: "x" } });
  expect(linked()).toBeUndefined();
  expect([linkKey("MacIntel"), linkKey("Linux x86_64")]).toEqual(["metaKey", "ctrlKey"]);
  expect(nameAt(view.state, 0)).toEqual({ from: 0, to: 4 });
});
