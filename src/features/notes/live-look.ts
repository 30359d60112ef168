/** How a note looks where it is written. */
import { EditorView } from "@codemirror/view";

export const noteLook = EditorView.baseTheme({
  ".cm-line.cm-note-h1": { fontSize: "1.6em", lineHeight: "1.4" },
  ".cm-line.cm-note-h2": { fontSize: "1.35em", lineHeight: "1.4" },
  ".cm-line.cm-note-h3": { fontSize: "1.15em" },
  ".cm-line.cm-note-quote": { borderLeft: "3px solid var(--line-strong)", paddingLeft: "8px" },
  ".cm-note-code": { padding: "1px 2px", borderRadius: "3px", background: "var(--bg-2)" },
  ".cm-note-link": { color: "var(--accent)", textDecoration: "underline", textUnderlineOffset: "2px" },
  ".cm-line.cm-note-fence": {
    padding: "0 8px",
    background: "var(--bg-1)",
    fontFamily: "var(--code-font)",
    fontSize: "var(--code-size)",
    fontVariantLigatures: "none",
  },
  ".cm-note-fence-first": { borderRadius: "var(--radius-small) var(--radius-small) 0 0" },
  ".cm-note-fence-last": { borderRadius: "0 0 var(--radius-small) var(--radius-small)" },
  ".cm-line.cm-note-front": { background: "var(--bg-1)", opacity: "0.85" },
  ".cm-line.cm-note-callout": { borderLeftColor: "var(--callout)", background: "var(--bg-1)" },
  ".cm-note-struck": { textDecoration: "line-through" },
  ".cm-note-mark": { background: "var(--accent-wash)" },
  // The blanks of the code's lines would stand between the parts of a table.
  ".cm-note-block": { padding: "4px 0", cursor: "text", whiteSpace: "normal" },
  ".cm-note-tag": { color: "var(--fg-2)" },
  ".cm-note-nowhere": { color: "var(--fg-3)", textDecorationStyle: "dashed" },
  ".cm-note-math-wrong": { color: "var(--error)" },
  ".cm-note-box": { margin: "0 2px" },
  ".cm-note-comment": { color: "var(--fg-3)", fontStyle: "italic" },
});
