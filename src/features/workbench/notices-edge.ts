import { createEffect, createSignal, onCleanup, type Accessor } from "solid-js";

export type Edge = "top" | "bottom";

interface Span {
  top: number;
  bottom: number;
}

/**
 * The edge of the centre at which notices stand: the lower one, unless what the person types into lies in the
 * lower half.
 */
export function edgeAwayFrom(area: Span, input: Span | undefined): Edge {
  if (!input || input.bottom <= area.top || input.top >= area.bottom) return "bottom";
  return input.bottom > (area.top + area.bottom) / 2 ? "top" : "bottom";
}

/** What is kept free above a stack at the upper edge (tabs and breadcrumb), and around it, in pixels. */
const head = 68;
const gap = 8;

/** How high a stack may be at an edge: as far as what is typed into, but at least half of the centre. */
export function roomAt(edge: Edge, area: Span, input: Span | undefined): number {
  const before = edge === "top" ? head : gap;
  const half = (area.bottom - area.top) / 2 - before;
  const isInside = input !== undefined && input.bottom > area.top && input.top < area.bottom;
  const end = edge === "top" ? area.bottom : area.top + head;
  const limit = !isInside ? end : edge === "top" ? input.top : Math.max(input.bottom, area.top + head);
  const free = edge === "top" ? limit - area.top - head - gap : area.bottom - limit - 2 * gap;
  return Math.max(half, free);
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

/** Where a stack of notices stands, and how high it may be in pixels, once that is known. */
export interface Place {
  edge: Edge;
  room: number | undefined;
}

/** Follows the cursor while something is shown in `stack`, at an edge of what holds it. */
export function createEdge(stack: () => Element, shown: Accessor<boolean>): Accessor<Place> {
  const [place, setPlace] = createSignal<Place>({ edge: "bottom", room: undefined });
  createEffect(() => {
    if (!shown()) return;
    const look = (): void => {
      // What is pressed in a notice has the focus, and must not move away from below the pointer.
      if (stack().contains(document.activeElement)) return;
      const box = stack().parentElement?.getBoundingClientRect();
      if (!box) return;
      const input = inputNow();
      const edge = edgeAwayFrom(box, input);
      setPlace({ edge, room: box.height > 0 ? roomAt(edge, box, input) : undefined });
    };
    look();
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of ["selectionchange", "focusin"]) document.addEventListener(type, look, { signal });
    window.addEventListener("resize", look, { signal });
    onCleanup(() => listening.abort());
  });
  return place;
}
