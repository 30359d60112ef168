/** What is added to a block of sanitised HTML, from its `data-` attributes. */
import { visibleText } from "../visible-name";
import { dressCallout } from "./callout";
import { dressCode, dressDiagram, dressMath } from "./drawn";
import { dressImage } from "./images";
import type { Dressing } from "./tools";

type Dress = (element: HTMLElement, dressing: Dressing) => void;

const dresses: [selector: string, dress: Dress][] = [
  ["[data-heading]", (element, { prefix }) => name(element, `${prefix}${element.dataset["heading"]}`)],
  ["[data-footnote]", (element, { prefix }) => name(element, `${prefix}fn-${element.dataset["footnote"]}`)],
  [
    "[data-footnote-ref]",
    (element, { prefix }) => {
      name(element, `${prefix}fnref-${element.dataset["footnoteRef"]}`);
      element.setAttribute("aria-label", `Footnote ${element.textContent ?? ""}`);
    },
  ],
  ["[data-footnote-back]", (element) => element.setAttribute("aria-label", "Back to the text")],
  ["[data-callout]", dressCallout],
  ["[data-task] > input", dressTask],
  ["[data-embed]", dressEmbed],
  ["a", dressLink],
  ["a[data-target]", dressWikilink],
  ["[data-tag]", (element, { tools }) => tools.onTag && asLink(element)],
  ["img", dressImage],
  ["code[data-language]", dressCode],
  ["[data-math]", dressMath],
  ["[data-diagram]", dressDiagram],
  ["[title]", dressTitle],
];

export function dress(block: Element, dressing: Dressing): void {
  for (const [selector, add] of dresses) {
    const inside = [...block.querySelectorAll<HTMLElement>(selector)];
    const all = block.matches(selector) ? [block as HTMLElement, ...inside] : inside;
    for (const element of all) add(element, dressing);
  }
}

function name(element: HTMLElement, id: string): void {
  element.id = id;
  // What a link leads to can take the focus.
  element.tabIndex = -1;
}

function asLink(element: HTMLElement): void {
  element.setAttribute("role", "link");
  element.tabIndex = 0;
}

/** A link has no address that the webview could follow by itself; `followLinks` does what it says. */
function dressLink(element: HTMLElement): void {
  const href = element.getAttribute("href");
  element.removeAttribute("href");
  if (href !== null) element.dataset["href"] = href;
  if (href === null && element.dataset["target"] === undefined) return;
  asLink(element);
  const isAway = href !== null && /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href);
  // The text may say anything, so where it leads is shown.
  if (isAway) element.dataset["tip"] = visibleText(href);
}

/** A link to nothing looks like one, and says what a press on it does. */
function dressWikilink(element: HTMLElement, { tools }: Dressing): void {
  const { target = "", fragment } = element.dataset;
  tools.nowhere?.(target, fragment).then(
    (said) => {
      if (said === undefined) return;
      element.dataset["nowhere"] = "";
      element.dataset["tip"] = visibleText(said);
    },
    // It looks like any other then.
    () => undefined,
  );
}

/** An embedded picture is drawn; another note is too where that is asked for, else it is a link to it. */
function dressEmbed(element: HTMLElement, { tools, onLeave }: Dressing): void {
  const target = element.dataset["target"] ?? "";
  if (!/\.(png|jpe?g|gif|webp|svg|avif|bmp|ico)$/i.test(target)) {
    if (!tools.embed) return asLink(element);
    // It holds blocks, and links of its own.
    const place = element.ownerDocument.createElement("div");
    element.replaceWith(place);
    return onLeave(tools.embed(place, target, element.dataset["fragment"]));
  }
  const image = element.ownerDocument.createElement("img");
  image.dataset["src"] = target;
  const said = element.textContent ?? "";
  const size = /^(\d{1,4})(?:x(\d{1,4}))?$/.exec(said);
  if (size) image.width = Number(size[1]);
  if (size?.[2]) image.height = Number(size[2]);
  image.alt = size ? target : said;
  element.replaceChildren(image);
}

function dressTask(element: HTMLElement, { tools }: Dressing): void {
  const line = element.dataset["line"];
  const state = element.parentElement?.dataset["task"] ?? " ";
  element.classList.add("task-box");
  element.dataset["state"] = state;
  element.setAttribute("aria-label", element.parentElement?.textContent?.trim() || "Task");
  if (!tools.onTask || line === undefined) return;
  element.removeAttribute("disabled");
}

/** Titles are told as all others of the window are. */
function dressTitle(element: HTMLElement): void {
  element.dataset["tip"] ??= visibleText(element.getAttribute("title") ?? "");
  element.removeAttribute("title");
}
