/** Code, math and diagrams: what has to be drawn by something that is loaded on demand. */
import type { Dressing } from "./tools";

/** Drawings that are kept, so that typing in a text does not make those of the same source flicker. */
const MOST = 300;
/** Longer code stays plain. */
const LONGEST = 100_000;
const drawn = new Map<string, Node>();

function keep(key: string, node: Node): void {
  drawn.set(key, node.cloneNode(true));
  const [oldest] = drawn.keys();
  if (drawn.size > MOST && oldest !== undefined) drawn.delete(oldest);
}

/** Puts a drawing into its place, at once where it is known. */
function put(element: Element, key: string, draw: () => Promise<Node | undefined>, failed: () => void): void {
  const known = drawn.get(key);
  if (known) return element.replaceChildren(known.cloneNode(true));
  draw().then((node) => {
    if (!node) return;
    keep(key, node);
    element.replaceChildren(node);
  }, failed);
}

export function dressCode(element: HTMLElement, { tools: { code } }: Dressing): void {
  const language = element.dataset["language"] ?? "";
  const text = element.textContent ?? "";
  if (!code || text.length > LONGEST) return;
  // Where its colours cannot be loaded it is read without.
  put(
    element,
    `code ${language}\n${text}`,
    () => code(language, text),
    () => undefined,
  );
}

export function dressMath(element: HTMLElement, { tools: { math } }: Dressing): void {
  if (!math) return;
  const tex = element.textContent ?? "";
  const display = element.dataset["math"] === "display";
  put(
    element,
    `math ${String(display)}\n${tex}`,
    () => math(tex, display),
    () => say(element, "This is no math that can be drawn."),
  );
}

export function dressDiagram(element: HTMLElement, { tools: { diagram }, onLeave }: Dressing): void {
  if (!diagram) return;
  const source = element.textContent ?? "";
  diagram(source).then(
    ({ url, width, height, release }) => {
      onLeave(release);
      const picture = element.ownerDocument.createElement("img");
      picture.src = url;
      picture.width = width;
      picture.height = height;
      picture.alt = source;
      element.replaceChildren(picture);
      element.classList.add("markdown-drawn");
    },
    (thrown: unknown) => say(element, `This diagram cannot be drawn: ${String(thrown)}`),
  );
}

/** The source stays, and what is wrong with it is told. */
function say(element: HTMLElement, fault: string): void {
  element.classList.add("markdown-fault");
  element.dataset["tip"] = fault;
  element.setAttribute("aria-description", fault);
}
