/** What happy-dom lacks and the page's libraries ask for while they load. */
class NoResizes implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

globalThis.ResizeObserver ??= NoResizes;

// A browser tells of a changed selection once what changed it is over; happy-dom does in the midst of it.
const dispatch = document.dispatchEvent.bind(document);
document.dispatchEvent = (event) => {
  if (event.type !== "selectionchange") return dispatch(event);
  setTimeout(() => dispatch(event));
  return true;
};
