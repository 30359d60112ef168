/** Code, math and diagrams: what has to be drawn by something that is loaded on demand. */
import { visibleText } from "../visible-name";
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
function put(
  element: Element,
  key: string,
  draw: () => Promise<Node | undefined>,
  failed: (thrown: unknown) => void,
): void {
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
    (thrown) => say(element, "This math cannot be drawn", thrown, display),
  );
}

export function dressDiagram(element: HTMLElement, { tools: { diagram }, onLeave }: Dressing): void {
  if (!diagram) return;
  const source = element.textContent ?? "";
  let asked = 0;
  let leave = (): void => undefined;
  const draw = async (): Promise<void> => {
    const mine = (asked += 1);
    try {
      const made = await diagram(source);
      if (mine !== asked) return made.release();
      leave();
      leave = made.release;
      const picture = element.ownerDocument.createElement("img");
      picture.src = made.url;
      picture.width = made.width;
      picture.height = made.height;
      picture.alt = source;
      element.replaceChildren(picture);
      element.classList.add("markdown-drawn");
    } catch (thrown) {
      if (mine !== asked) return;
      element.textContent = source;
      say(element, "This diagram cannot be drawn", thrown, true);
    }
  };
  // Its colours are in the picture, so another theme has it drawn anew.
  const themes = new MutationObserver(() => void draw());
  const root = element.ownerDocument.documentElement;
  themes.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  onLeave(() => {
    asked += 1;
    themes.disconnect();
    leave();
  });
  void draw();
}

/** Longer reasons are cut. */
const LONGEST_REASON = 200;

/** The first line of a reason, without the name of what gave it. */
export function reasonOf(thrown: unknown): string {
  const told = thrown instanceof Error ? thrown.message : String(thrown);
  const line = told.replace(/^KaTeX parse error: /, "").split("\n")[0] ?? "";
  return visibleText(
    line
      .trim()
      .replace(/[:.]+$/, "")
      .slice(0, LONGEST_REASON),
  );
}

/** The source stays, and what is wrong with it is told: above a block, beside what stands in a line. */
function say(element: HTMLElement, what: string, thrown: unknown, isBlock: boolean): void {
  const fault = `${what}: ${reasonOf(thrown)}.`;
  element.classList.add("markdown-fault");
  element.setAttribute("aria-description", fault);
  if (!isBlock) return void (element.dataset["tip"] = fault);
  const line = element.ownerDocument.createElement("span");
  line.className = "markdown-fault-said";
  line.textContent = fault;
  element.prepend(line, "\n");
}
