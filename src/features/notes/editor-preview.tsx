/** What a wikilink leads to, beside it in the editor. */
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { render } from "solid-js/web";
import type { MarkdownTools } from "../../ui/markdown/tools";
import { PreviewCard } from "./preview-card";
import type { Preview } from "./preview";

const LINK = /!?\[\[([^[\]|#\n]*)(?:#([^[\]|\n]*))?(?:\|[^[\]\n]*)?\]\]/g;
const REST = 300;

/** The wikilink around a column of a line, from 0; nothing where none stands there. */
export function linkAt(
  line: string,
  column: number,
): { from: number; to: number; target: string; fragment: string | undefined } | undefined {
  for (const found of line.matchAll(LINK)) {
    const [from, to] = [found.index, found.index + found[0].length];
    if (column < from || column > to) continue;
    return { from, to, target: found[1]?.trim() ?? "", fragment: found[2]?.trim() };
  }
  return undefined;
}

export function editorPreview(
  ask: (target: string, fragment: string | undefined) => Promise<Preview | undefined>,
  tools: MarkdownTools,
): Extension {
  return hoverTooltip(
    async (view, at) => {
      const line = view.state.doc.lineAt(at);
      const link = linkAt(line.text, at - line.from);
      // A heading of the same note stands on the screen, or a click away.
      if (!link || link.target === "") return null;
      const preview = await ask(link.target, link.fragment).catch(() => undefined);
      if (!preview) return null;
      return {
        pos: line.from + link.from,
        end: line.from + link.to,
        create: () => {
          const dom = document.createElement("div");
          const destroy = render(() => <PreviewCard preview={preview} tools={tools} />, dom);
          return { dom, destroy };
        },
      };
    },
    { hoverTime: REST, hideOnChange: true },
  );
}
