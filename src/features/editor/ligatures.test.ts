import { EditorView } from "@codemirror/view";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { codeTheme } from "./code-theme";

const sources = join(import.meta.dirname, "../..");
const sheets = readdirSync(sources, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".css"),
);
/** `selector` and what it sets, of every rule of every sheet. */
const rules = sheets.flatMap((file) => {
  const css = readFileSync(join(sources, file), "utf8").replace(/\/\*[^]*?\*\//g, "");
  return [...css.matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector = "", sets = ""]) => ({
    name: `${file}: ${selector.trim()}`,
    sets,
  }));
});
/** Places in the font of the window that show commands too. */
const SHOWING = /(^|: |\s)(body|\.block-link|\.timeline-row|\.problem-row|\.search-line|\.tooltip)$/;

it("leaves every character of commands and outputs by itself", () => {
  // The shorthand takes back what an element would inherit.
  const setFont = rules.filter(({ sets }) => /(^|\s)font: (?!inherit)/.test(sets));
  const shown = setFont.filter(({ name, sets }) => /--font-mono|--code/.test(sets) || SHOWING.test(name));
  expect(shown.length).toBeGreaterThan(12);
  const joining = shown.filter(({ sets }) => !/font: [^;]*;\s*font-variant-ligatures: none;/.test(sets));
  expect(joining.map(({ name }) => name)).toEqual([]);
});

it("joins them in the code of the editor only", () => {
  const view = new EditorView({ parent: document.body, extensions: codeTheme });
  const scroller = document.querySelector(".cm-scroller");
  expect(scroller && getComputedStyle(scroller).getPropertyValue("font-variant-ligatures")).toBe("normal");
  view.destroy();
  expect(rules.filter(({ sets }) => /font-variant-ligatures: (?!none)/.test(sets))).toEqual([]);
});
