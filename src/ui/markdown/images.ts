/** Pictures: those of the workspace are drawn, those of other machines wait for the person. */
import { visibleText } from "../visible-name";
import { dressRemote } from "./remote";
import type { Dressing } from "./tools";

/** `![text|100](picture.png)`: the width as notes write it, or width and height, of which the width is taken. */
const SIZED = /^(.*?)\|(\d{1,4})(?:x\d{1,4})?$/s;

export function dressImage(element: HTMLElement, dressing: Dressing): void {
  const { remote, src } = element.dataset;
  const [, alt, width] = SIZED.exec(element.getAttribute("alt") ?? "") ?? [];
  if (alt !== undefined) element.setAttribute("alt", alt);
  if (width !== undefined) element.setAttribute("width", width);
  if (remote !== undefined) dressRemote(element, remote, dressing);
  else if (src !== undefined) load(element as HTMLImageElement, src, dressing);
  else if (!element.hasAttribute("src"))
    element.replaceWith(told(element, "it has no address that is shown"));
}

function load(element: HTMLImageElement, path: string, { tools, onLeave }: Dressing): void {
  tools.image?.(path).then(
    ({ url, release }) => {
      onLeave(release);
      element.src = url;
    },
    (thrown: unknown) => {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      element.replaceWith(told(element, visibleText(why), path));
    },
  );
}

/** What stands in the place of a picture that cannot be drawn. */
function told(element: HTMLElement, why: string, path = "Image"): HTMLElement {
  const said = element.ownerDocument.createElement("span");
  said.className = "markdown-remote";
  said.textContent = `${element.getAttribute("alt") || path}: ${why}`;
  return said;
}
