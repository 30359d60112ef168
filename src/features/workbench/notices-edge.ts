import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";

export type Edge = "top" | "bottom";

interface Span {
  top: number;
  bottom: number;
}

/**
 * The edge of the centre at which notices stand: the lower one, unless what the person types into lies in the
 * lower half. A stack takes at most half of the centre, so that it hides no input.
 */
export function edgeAwayFrom(area: Span, input: Span | undefined): Edge {
  if (!input || input.bottom <= area.top || input.top >= area.bottom) return "bottom";
  return input.bottom > (area.top + area.bottom) / 2 ? "top" : "bottom";
}

/** Where typing goes: the line of the cursor, or the field that has the focus. */
function inputNow(): Span | undefined {
  const field = document.activeElement;
  if (!field || field === document.body) return undefined;
  const selection = document.getSelection();
  const node = selection?.focusNode;
  if (!selection?.rangeCount || !node || !field.contains(node) || field.matches("input, textarea"))
    return field.getBoundingClientRect();
  const caret = selection.getRangeAt(0).getBoundingClientRect();
  // An empty line has no letter to measure.
  const line = node instanceof Element ? node : node.parentElement;
  return caret.height > 0 ? caret : line?.getBoundingClientRect();
}

/** Follows the cursor while something is shown in `stack`, at an edge of what holds it. */
export function createEdge(stack: () => Element, shown: Accessor<boolean>): Accessor<Edge> {
  const [edge, setEdge] = createSignal<Edge>("bottom");
  createEffect(() => {
    if (!shown()) return;
    const look = (): void => {
      // What is pressed in a notice has the focus, and must not move away from below the pointer.
      if (stack().contains(document.activeElement)) return;
      const box = stack().parentElement?.getBoundingClientRect();
      if (box) setEdge(edgeAwayFrom(box, inputNow()));
    };
    look();
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of ["selectionchange", "focusin"]) document.addEventListener(type, look, { signal });
    window.addEventListener("resize", look, { signal });
    onCleanup(() => listening.abort());
  });
  return edge;
}
