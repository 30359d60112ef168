/** Scrolls rows of one height by the steps of a terminal. */

export type ScrollTo = "lineUp" | "lineDown" | "pageUp" | "pageDown" | "top" | "bottom";

export function scrollRows(scroller: HTMLElement, to: ScrollTo, rowHeight: number): void {
  if (to === "top") scroller.scrollTop = 0;
  else if (to === "bottom") scroller.scrollTop = scroller.scrollHeight;
  else {
    const page = Math.max(1, Math.floor(scroller.clientHeight / rowHeight) - 1) * rowHeight;
    const by = to.startsWith("line") ? rowHeight : page;
    scroller.scrollTop += to.endsWith("Up") ? -by : by;
  }
}
