/** Code outside of an editor, in the editor's colours. */
import { LanguageDescription } from "@codemirror/language";
import { languages } from "@codemirror/language-data";
import { highlightCode } from "@lezer/highlight";
import { StyleModule } from "style-mod";
import { codeHighlight } from "./code-theme";
import { loadLanguage } from "./language";

/** Coloured code by the name that a language is called by, such as `rust` or `js`; nothing when it is not known. */
export async function codeNodes(language: string, text: string): Promise<DocumentFragment | undefined> {
  const found = LanguageDescription.matchLanguageName(languages, language, false);
  const support = found && (await loadLanguage(found));
  if (!support) return undefined;
  // Without an editor in the page nothing else has brought the colours.
  if (codeHighlight.module) StyleModule.mount(document, codeHighlight.module);
  const nodes = document.createDocumentFragment();
  const add = (code: string, classes: string): void => {
    if (classes === "") return nodes.append(code);
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = code;
    nodes.append(span);
  };
  highlightCode(text, support.language.parser.parse(text), codeHighlight, add, () => nodes.append("\n"));
  return nodes;
}
