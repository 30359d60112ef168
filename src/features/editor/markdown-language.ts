/** Markdown as notes are written in it: GFM, marked text, front matter as YAML, and code in its own colours. */
import { LanguageDescription } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import type { MarkdownConfig } from "@lezer/markdown";

const EQUALS = 61;
const delimiter = { resolve: "Highlight", mark: "HighlightMark" };
const isBlank = (text: string): boolean => /^\s?$/.test(text);

/** `==marked==`, as Obsidian has it. */
export const highlighted: MarkdownConfig = {
  defineNodes: [
    { name: "Highlight", style: { "Highlight/...": tags.content } },
    { name: "HighlightMark", style: tags.processingInstruction },
  ],
  parseInline: [
    {
      name: "Highlight",
      after: "Emphasis",
      parse: (inline, next, pos) => {
        const isMark = next === EQUALS && inline.char(pos + 1) === EQUALS;
        if (!isMark || inline.char(pos + 2) === EQUALS || inline.char(pos - 1) === EQUALS) return -1;
        const before = isBlank(inline.slice(pos - 1, pos));
        const after = isBlank(inline.slice(pos + 2, pos + 3));
        return inline.addDelimiter(delimiter, pos, pos + 2, !after, !before);
      },
    },
  ],
};

/** `known` are the languages of code in fences. */
export const markdownLanguageOf = (known: readonly LanguageDescription[]): LanguageDescription =>
  LanguageDescription.of({
    name: "Markdown",
    alias: ["md"],
    extensions: ["md", "markdown", "mkd"],
    load: async () => {
      const [{ markdown, markdownLanguage }, { yamlFrontmatter }] = await Promise.all([
        import("@codemirror/lang-markdown"),
        import("@codemirror/lang-yaml"),
      ]);
      const content = markdown({ base: markdownLanguage, codeLanguages: known, extensions: highlighted });
      return yamlFrontmatter({ content });
    },
  });
