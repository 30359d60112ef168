/** New HTML in the place of old, with the blocks that did not change left as they are. */

/** As a block came from the core, before anything was added to it; lines are not counted. */
const written = new WeakMap<Node, string>();

function keyOf(node: Node): string {
  const text = node instanceof Element ? node.outerHTML : `#${node.textContent ?? ""}`;
  return text.replaceAll(/ data-line="\d+"/g, "");
}

/** The lines of a block and of what lies in it, in their order. */
function linesOf(node: Node): string[] {
  if (!(node instanceof Element)) return [];
  return placed(node).map((element) => element.getAttribute("data-line") ?? "");
}

function placed(node: Element): Element[] {
  const inside = [...node.querySelectorAll("[data-line]")];
  return node.hasAttribute("data-line") ? [node, ...inside] : inside;
}

/** A block that stays gets the lines that it has now. */
function moveLines(node: Node, lines: string[]): void {
  if (!(node instanceof Element)) return;
  placed(node).forEach((element, at) => element.setAttribute("data-line", lines[at] ?? ""));
}

/**
 * Brings the blocks of `element` to those of `from` and answers with the ones that are new. Those at the
 * beginning and at the end that are the same stay, with whatever was drawn, folded or loaded in them.
 */
export function putBlocks(element: Element, from: Element, onGone: (node: Node) => void): Element[] {
  const old = [...element.childNodes];
  const next = [...from.childNodes].filter((node) => node instanceof Element || node.textContent?.trim());
  const keys = next.map(keyOf);
  const isSame = (before: Node | undefined, key: string | undefined): boolean =>
    before !== undefined && key !== undefined && written.get(before) === key;
  let start = 0;
  while (start < next.length && isSame(old[start], keys[start])) start += 1;
  let end = 0;
  const most = Math.min(old.length, next.length) - start;
  while (end < most && isSame(old.at(-1 - end), keys.at(-1 - end))) end += 1;
  next.forEach((node, at) => {
    const behind = next.length - at;
    const kept = at < start ? old[at] : behind <= end ? old[old.length - behind] : undefined;
    if (kept) moveLines(kept, linesOf(node));
  });
  for (const gone of old.slice(start, old.length - end)) {
    gone.remove();
    onGone(gone);
  }
  const before = end > 0 ? (old[old.length - end] ?? null) : null;
  const added = next.slice(start, next.length - end);
  added.forEach((node, at) => {
    const own = element.ownerDocument.adoptNode(node);
    written.set(own, keys[start + at] ?? "");
    element.insertBefore(own, before);
  });
  return added.filter((node) => node instanceof Element);
}
