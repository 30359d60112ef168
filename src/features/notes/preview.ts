/** What a link leads to, as much of it as is read beside the link. */
import { AppError } from "../../ipc/app-error";
import type { WirePath } from "../../ipc/bindings";
import type { Ipc } from "../../ipc/client";
import { blockOf } from "../../ui/markdown/places";

export interface Preview {
  title: string;
  /** Sanitised HTML. */
  html: string;
}

/** Blocks of a note that a card shows at most. */
const MOST = 24;
/** Blocks of a note that are embedded at most. */
const MOST_EMBEDDED = 2_000;

/** The heading or block that a link means, with what stands below that heading; the beginning without one. */
export function sectionOf(html: string, fragment: string | undefined): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const found = fragment === undefined ? undefined : blockOf(body, { fragment });
  return written(body, found, MOST);
}

/** The same for an embed: the whole note without a fragment, and nothing where there is no such part. */
export function partOf(html: string, fragment: string | undefined): string | undefined {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const found = fragment === undefined ? undefined : blockOf(body, { fragment });
  if (fragment !== undefined && !found) return undefined;
  if (found?.tagName === "LI" && found.parentElement) {
    // An item of a list is meant alone.
    const list = found.parentElement.cloneNode(false) as Element;
    list.append(found);
    body.replaceChildren(list);
    return foreign(body, list);
  }
  return foreign(body, found);
}

/** Lines and names of another text would be taken for those of the text around it. */
function foreign(body: HTMLElement, found: HTMLElement | Element | undefined): string {
  for (const each of body.querySelectorAll<HTMLElement>("[data-line], [data-heading], [data-block]"))
    for (const name of ["data-line", "data-heading", "data-block"]) each.removeAttribute(name);
  return written(body, found, MOST_EMBEDDED);
}

/** A part of a text from its first block on. */
function written(body: HTMLElement, found: Element | undefined, most: number): string {
  const first = found ? topOf(body, found) : body.firstElementChild;
  const level = headingLevel(first);
  const kept: string[] = [];
  for (let at: Element | null = first; at && kept.length < most; at = at.nextElementSibling) {
    const own = headingLevel(at);
    const isNext = at !== first && own !== undefined && level !== undefined && own <= level;
    if (found && isNext) break;
    kept.push(at.outerHTML);
    if (found && level === undefined) break;
  }
  return kept.join("\n");
}

function topOf(body: HTMLElement, inside: Element): Element {
  let at = inside;
  while (at.parentElement && at.parentElement !== body) at = at.parentElement;
  return at;
}

function headingLevel(element: Element | null): number | undefined {
  const level = /^H([1-6])$/.exec(element?.tagName ?? "")?.[1];
  return level === undefined ? undefined : Number(level);
}

/** Reads what a link leads to; nothing where there is no such note. */
export async function previewOf(
  ipc: Pick<Ipc, "noteShow">,
  note: WirePath,
  fragment: string | undefined,
): Promise<Preview | undefined> {
  try {
    const shown = await ipc.noteShow({ note, html: true });
    return { title: shown.note.title, html: sectionOf(shown.text, fragment) };
  } catch (thrown) {
    // A link may lead to a note that is to be made; its click says so.
    if (AppError.from(thrown).code === "notFound") return undefined;
    throw thrown;
  }
}
