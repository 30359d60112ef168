/** What happy-dom lacks and the page's libraries ask for while they load. */
class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= NoResizes;

// A browser tells of a changed selection once what changed it is over, once for many changes, and not
// at all when it ended where it was. happy-dom tells in the midst of each, and an editor that answers by
// setting its selection again would never be done.
const dispatch = document.dispatchEvent.bind(document);
const place = (): unknown[] => {
  const selection = document.getSelection();
  return selection
    ? [selection.anchorNode, selection.anchorOffset, selection.focusNode, selection.focusOffset]
    : [];
};
let told = place();
let waiting = false;
document.dispatchEvent = (event) => {
  if (event.type !== "selectionchange") return dispatch(event);
  if (waiting) return true;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    const now = place();
    if (now.every((part, at) => part === told[at])) return;
    told = now;
    dispatch(event);
  });
  return true;
};
