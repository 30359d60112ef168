/** `Ctrl`+click on a wikilink in an editor goes where it leads. */
import { syntaxTree } from "@codemirror/language";
import { Prec, type EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

const WIKILINK = /!?\[\[([^[\]\n|]+)(?:\|[^[\]\n]*)?\]\]/g;
/** What stands in these is no Markdown. */
const LITERAL = /^(FencedCode|CodeBlock|InlineCode|HTMLBlock|CommentBlock|HTMLTag|CodeText|Comment)$/;

/** Whether a place is in code or HTML, where marks mean nothing. */
export function isLiteral(state: EditorState, pos: number): boolean {
  for (let node = syntaxTree(state).resolveInner(pos, 1); ;) {
    if (LITERAL.test(node.name)) return true;
    if (!node.parent) return false;
    node = node.parent;
  }
}

export interface WrittenLink {
  target: string;
  fragment: string | undefined;
}

/** The wikilink that a place is in. */
export function wikilinkAt(state: EditorState, pos: number): WrittenLink | undefined {
  const line = state.doc.lineAt(pos);
  for (const match of line.text.matchAll(WIKILINK)) {
    const [from, to] = [line.from + match.index, line.from + match.index + match[0].length];
    if (pos < from || pos > to || isLiteral(state, from + 1)) continue;
    const written = match[1] ?? "";
    const hash = written.indexOf("#");
    const [target, fragment] =
      hash < 0 ? [written, undefined] : [written.slice(0, hash), written.slice(hash + 1)];
    return { target: target.trim(), fragment };
  }
  return undefined;
}

/** Goes before the definition that a name in the link would have. */
export function linkClick(follow: (link: WrittenLink) => void): Extension {
  return Prec.highest(
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
        const pos = view.posAtCoords({ x: event.clientX, y: event.clientY });
        const link = pos === null ? undefined : wikilinkAt(view.state, pos);
        if (!link) return false;
        event.preventDefault();
        follow(link);
        return true;
      },
    }),
  );
}
