/** What is shown under the pointer while entries of the tree are dragged. */

/**
 * Gives a drag an image in the colours of the theme. Of the element itself the webview takes a picture on white,
 * where the text of the dark theme can hardly be read.
 */
export function setDragImage(transfer: DataTransfer, names: readonly string[]): void {
  const image = document.createElement("div");
  image.className = "tree-drag-image";
  image.setAttribute("aria-hidden", "true");
  image.textContent = names.length === 1 ? (names[0] ?? "") : `${names.length} entries`;
  document.body.append(image);
  transfer.setDragImage(image, -12, -8);
  // The picture is taken once the handler is over.
  setTimeout(() => image.remove());
}
