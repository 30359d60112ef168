/** What is selected in a terminal with folded outputs. */
export function foldedSelection(): string {
  const selection = getSelection();
  const at = selection?.anchorNode;
  const element = at instanceof Element ? at : at?.parentElement;
  return element?.closest(".fold-view") ? (selection?.toString() ?? "") : "";
}
