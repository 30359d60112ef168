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

/** Blocks of a note that are shown at most. */
const MOST = 24;

/** The heading or block that a link means, with what stands below that heading; the beginning without one. */
export function sectionOf(html: string, fragment: string | undefined): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const found = fragment === undefined ? undefined : blockOf(body, { fragment });
  const first = found ? topOf(body, found) : body.firstElementChild;
  const level = headingLevel(first);
  const kept: string[] = [];
  for (let at: Element | null = first; at && kept.length < MOST; at = at.nextElementSibling) {
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
