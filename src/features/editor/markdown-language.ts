/** Markdown as notes are read: GitHub's, marks of Obsidian, front matter, and code in its own languages. */
import { markdown, markdownLanguage } from "@codemirror/lang-markdown";
import { yamlFrontmatter } from "@codemirror/lang-yaml";
import type { LanguageSupport } from "@codemirror/language";
import { languages } from "@codemirror/language-data";
import { tags } from "@lezer/highlight";
import type { MarkdownConfig } from "@lezer/markdown";

const EQUALS = "=".charCodeAt(0);
const PUNCTUATION = /[\p{S}\p{P}]/u;
const delimiter = { resolve: "Highlight", mark: "HighlightMark" };

/** `==marked==`, with the rules of emphasis for what may stand at its edges. */
const highlight: MarkdownConfig = {
  defineNodes: [{ name: "Highlight" }, { name: "HighlightMark", style: tags.processingInstruction }],
  parseInline: [
    {
      name: "Highlight",
      parse: (context, next, at) => {
        if (next !== EQUALS || context.char(at + 1) !== EQUALS || context.char(at + 2) === EQUALS) return -1;
        const before = context.slice(at - 1, at);
        const behind = context.slice(at + 2, at + 3);
        const isBlankBefore = /^\s?$/.test(before);
        const isBlankBehind = /^\s?$/.test(behind);
        const isSignBefore = PUNCTUATION.test(before);
        const isSignBehind = PUNCTUATION.test(behind);
        return context.addDelimiter(
          delimiter,
          at,
          at + 2,
          !isBlankBehind && (!isSignBehind || isBlankBefore || isSignBefore),
          !isBlankBefore && (!isSignBefore || isBlankBehind || isSignBehind),
        );
      },
      after: "Emphasis",
    },
  ],
};

export function noteMarkdown(): LanguageSupport {
  const content = markdown({ base: markdownLanguage, codeLanguages: languages, extensions: highlight });
  return yamlFrontmatter({ content });
}
