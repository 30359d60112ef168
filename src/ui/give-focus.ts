import { EditorView } from "@codemirror/view";

/**
 * Gives the focus to an element without scrolling to it. An editor gets it by its own way: a browser puts the
 * cursor at the begin of what it focuses, and when it says so late the editor believes it and loses its place.
 */
export function giveFocus(element: HTMLElement): void {
  const view = element.classList.contains("cm-content") ? EditorView.findFromDOM(element) : null;
  if (view) view.focus();
  else element.focus({ preventScroll: true });
}
