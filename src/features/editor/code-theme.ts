import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { tags as t } from "@lezer/highlight";
import { EditorView } from "@codemirror/view";

/** Colours of code; the variables live in `code.css` for both themes. */
export const codeHighlight = HighlightStyle.define([
  { tag: [t.keyword, t.self, t.modifier, t.operatorKeyword], color: "var(--code-keyword)" },
  { tag: [t.string, t.special(t.string), t.regexp, t.character], color: "var(--code-string)" },
  { tag: [t.escape, t.url, t.link], color: "var(--code-escape)" },
  {
    tag: [t.function(t.variableName), t.function(t.propertyName), t.function(t.definition(t.variableName))],
    color: "var(--code-function)",
  },
  {
    tag: [t.macroName, t.labelName, t.function(t.definition(t.propertyName))],
    color: "var(--code-function)",
  },
  { tag: [t.typeName, t.className, t.namespace, t.tagName, t.standard(t.name)], color: "var(--code-type)" },
  { tag: [t.number, t.bool, t.null, t.atom, t.constant(t.name), t.unit], color: "var(--code-number)" },
  { tag: [t.propertyName, t.attributeName], color: "var(--code-property)" },
  { tag: [t.comment, t.docComment, t.meta], color: "var(--code-comment)", fontStyle: "italic" },
  { tag: t.processingInstruction, color: "var(--code-comment)", fontStyle: "normal" },
  { tag: [t.heading], color: "var(--code-function)", fontWeight: "700" },
  { tag: t.strong, fontWeight: "700" },
  { tag: t.emphasis, fontStyle: "italic" },
  { tag: t.strikethrough, textDecoration: "line-through" },
  { tag: t.quote, color: "var(--code-string)" },
  { tag: [t.inserted], color: "var(--code-added)" },
  { tag: [t.deleted], color: "var(--code-deleted)" },
  {
    tag: t.invalid,
    textDecorationLine: "underline",
    textDecorationStyle: "wavy",
    textDecorationColor: "var(--code-deleted)",
  },
]);

const theme = EditorView.theme({
  "&": { height: "100%", color: "var(--code-text)", backgroundColor: "var(--code-background)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--code-font)",
    fontSize: "var(--code-size)",
    fontVariantLigatures: "normal",
    lineHeight: "1.52",
  },
  ".cm-content": { padding: "2px 0", caretColor: "var(--code-caret)" },
  ".cm-line": { padding: "0 14px 0 0" },
  ".cm-cursor, .cm-dropCursor": { borderLeft: "2px solid var(--code-caret)", marginLeft: "-1px" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "var(--code-selection)",
  },
  ".cm-selectionBackground": { backgroundColor: "var(--code-selection-blurred)" },
  ".cm-activeLine": { backgroundColor: "var(--code-active-line)" },
  ".cm-gutters": {
    backgroundColor: "var(--code-background)",
    color: "var(--code-line-number)",
    border: "none",
  },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--code-line-number-active)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "40px", padding: "0" },
  ".cm-foldGutter .cm-gutterElement": { width: "10px", cursor: "pointer" },
  ".cm-foldPlaceholder": {
    backgroundColor: "var(--code-widget)",
    border: "none",
    color: "var(--code-comment)",
    padding: "0 6px",
    borderRadius: "4px",
  },
  ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": {
    backgroundColor: "var(--code-bracket)",
    outline: "1px solid var(--code-bracket-line)",
  },
  ".cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": {
    backgroundColor: "transparent",
    textDecorationLine: "underline",
    textDecorationStyle: "wavy",
    textDecorationColor: "var(--code-deleted)",
  },
  ".cm-selectionMatch": { backgroundColor: "var(--code-occurrence)" },
  ".cm-searchMatch": { backgroundColor: "var(--code-match)", borderRadius: "2px" },
  ".cm-searchMatch.cm-searchMatch-selected": {
    backgroundColor: "var(--code-match-current)",
    outline: "1px solid var(--code-caret)",
  },
  ".cm-specialChar": {
    color: "var(--code-deleted)",
    outline: "1px solid var(--code-deleted)",
    borderRadius: "2px",
  },
  ".cm-panels": { backgroundColor: "var(--code-panel)", color: "var(--code-text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--code-border)" },
});

export const codeTheme = [theme, syntaxHighlighting(codeHighlight)];
