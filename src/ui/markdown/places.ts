/** Places in a text of Markdown that is drawn: lines, headings, blocks, and what is folded around them. */

/** A place by a line of the source, by what stands behind `#` in a link, or by a name in the page. */
export type MarkdownPlace = { line: number } | { fragment: string } | { id: string };

export interface Placed {
  element: HTMLElement;
  goTo: (place: MarkdownPlace) => void;
}

const plain = (text: string): string => text.trim().replaceAll(/\s+/g, " ").toLowerCase();

/** Goes to a place; what is folded around it opens. */
export function goToPlace(element: HTMLElement, place: MarkdownPlace): void {
  const found = blockOf(element, place);
  if (!found) return;
  for (let at = found.parentElement; at && at !== element; at = at.parentElement) {
    if (at.hidden) fold(at, true);
    if (at instanceof HTMLDetailsElement) at.open = true;
  }
  found.scrollIntoView({ block: "start" });
  if (found.tabIndex < 0 && !found.hasAttribute("tabindex")) found.tabIndex = -1;
  found.focus({ preventScroll: true });
}

/** The element that a place means; nothing where there is no such place. */
export function blockOf(element: HTMLElement, place: MarkdownPlace): HTMLElement | undefined {
  if ("line" in place) return blockAt(element, place.line);
  const all = (selector: string): HTMLElement[] => [...element.querySelectorAll<HTMLElement>(selector)];
  if ("id" in place) return all("[id]").find(({ id }) => id === place.id);
  const { fragment } = place;
  if (fragment.startsWith("^")) {
    return all("[data-block]").find(({ dataset }) => dataset["block"] === fragment.slice(1));
  }
  // Of headings inside of others (`A#B`) the last is meant.
  const wanted = plain(fragment.split("#").at(-1) ?? "");
  const headings = all("[data-heading]");
  return (
    headings.find(({ dataset }) => dataset["heading"] === fragment) ??
    headings.find(({ textContent }) => plain(textContent ?? "") === wanted)
  );
}

/** The last block that begins at a line or before it. */
export function blockAt(element: HTMLElement, line: number): HTMLElement | undefined {
  let found: HTMLElement | undefined;
  for (const block of element.querySelectorAll<HTMLElement>("[data-line]")) {
    const from = Number(block.dataset["line"]);
    if (from > line) break;
    if (block.tagName !== "INPUT") found = block;
  }
  return found;
}

function fold(body: HTMLElement, open: boolean): void {
  body.hidden = !open;
  body.parentElement
    ?.querySelector(":scope > [data-callout-title]")
    ?.setAttribute("aria-expanded", String(open));
}

/** Titles of callouts open and close what is below them. */
export function toggles(element: HTMLElement): void {
  const toggle = (event: Event): void => {
    if (event.defaultPrevented || !(event.target instanceof Element)) return;
    const title = event.target.closest<HTMLElement>("[data-callout-title][role=button]");
    const body = title?.parentElement?.querySelector<HTMLElement>(":scope > [data-callout-body]");
    if (!title || !body) return;
    event.preventDefault();
    fold(body, body.hidden !== false);
  };
  element.addEventListener("click", toggle);
  element.addEventListener("keydown", (event) => {
    const isTitle = event.target instanceof HTMLElement && event.target.getAttribute("role") === "button";
    if (isTitle && (event.key === "Enter" || event.key === " ")) toggle(event);
  });
}
