/** Pictures: those of the workspace are drawn, those of other places are only named. */
import { visibleText } from "../visible-name";
import type { Dressing } from "./tools";

/** `![text|100](picture.png)`: the width as notes write it, or width and height, of which the width is taken. */
const SIZED = /^(.*?)\|(\d{1,4})(?:x\d{1,4})?$/s;

export function dressImage(element: HTMLElement, dressing: Dressing): void {
  const { remote, src } = element.dataset;
  const [, alt, width] = SIZED.exec(element.getAttribute("alt") ?? "") ?? [];
  if (alt !== undefined) element.setAttribute("alt", alt);
  if (width !== undefined) element.setAttribute("width", width);
  if (remote !== undefined) element.replaceWith(placeholder(element, remote, dressing));
  else if (src !== undefined) load(element as HTMLImageElement, src, dressing);
}

function load(element: HTMLImageElement, path: string, { tools, onLeave }: Dressing): void {
  tools.image?.(path).then(
    ({ url, release }) => {
      onLeave(release);
      element.src = url;
    },
    (thrown: unknown) => {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      const said = element.ownerDocument.createElement("span");
      said.className = "markdown-remote";
      said.textContent = `${element.alt || path}: ${visibleText(why)}`;
      element.replaceWith(said);
    },
  );
}

/** The page may fetch nothing from other machines; who wants to see the picture opens it in the browser. */
function placeholder(element: HTMLElement, address: string, { tools }: Dressing): HTMLElement {
  const { ownerDocument: document } = element;
  const place = document.createElement("span");
  place.className = "markdown-remote";
  const alt = element.getAttribute("alt") ?? "";
  place.append(alt === "" ? "Image" : alt, ` (${hostOf(address)}) `);
  place.dataset["tip"] = visibleText(address);
  if (tools.onAddress) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button";
    button.textContent = "Open in Browser";
    button.dataset["href"] = address;
    button.dataset["sure"] = "";
    place.append(button);
  }
  return place;
}

function hostOf(address: string): string {
  try {
    return new URL(address, "https://x").host;
  } catch {
    return visibleText(address.slice(0, 80));
  }
}
