/** What a press on something in a text of Markdown does. Nothing in it acts by itself. */
import { goToPlace } from "./places";
import type { MarkdownTools } from "./tools";

export function followLinks(element: HTMLElement, tools: () => MarkdownTools, prefix: string): void {
  const follow = (event: MouseEvent | KeyboardEvent): void => {
    const { target } = event;
    if (!(target instanceof Element)) return;
    const link = target.closest<HTMLElement>("a, [data-embed], [data-tag], [data-href]");
    if (!link || !element.contains(link)) return;
    event.preventDefault();
    event.stopPropagation();
    act(link, event.ctrlKey || event.metaKey);
  };
  const act = (link: HTMLElement, ctrl: boolean): void => {
    const { target, fragment, tag, href, footnoteRef, footnoteBack } = link.dataset;
    const own = (id: string): void => goToPlace(element, { id: `${prefix}${id}` });
    if (footnoteRef !== undefined) return own(`fn-${footnoteRef.split("-")[0] ?? ""}`);
    if (footnoteBack !== undefined) return own(`fnref-${footnoteBack}`);
    if (target === "" && fragment !== undefined) return goToPlace(element, { fragment });
    if (target !== undefined) return tools().onLink?.(target, fragment);
    if (tag !== undefined) return tools().onTag?.(tag);
    if (href === undefined) return;
    if (href.startsWith("#")) return goToPlace(element, { fragment: decoded(href.slice(1)) });
    if (href.startsWith("//")) return tools().onAddress?.(`https:${href}`, ctrl);
    const isAway = /^[a-z][a-z0-9+.-]*:/i.test(href);
    if (!isAway) return tools().onPath?.(href);
    tools().onAddress?.(href, ctrl || link.dataset["sure"] !== undefined);
  };
  element.addEventListener("click", follow);
  // The middle button would open a link by itself.
  element.addEventListener("auxclick", (event) => event.button === 1 && event.preventDefault());
  element.addEventListener("keydown", (event) => {
    const isLink = event.target instanceof HTMLElement && event.target.getAttribute("role") === "link";
    if (event.key === "Enter" && isLink) follow(event);
  });
  element.addEventListener("change", (event) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement)) return;
    const line = Number(box.dataset["line"]);
    if (line > 0) tools().onTask?.(line, box.checked);
  });
}

/** An address as it is read; one that is written wrong stays as it is. */
export function decoded(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
