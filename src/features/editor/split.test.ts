import { foldedRanges, foldEffect } from "@codemirror/language";
import { expect, it } from "vitest";
import { defaultSettings } from "../../ipc/fake/settings";
import type { App } from "../../kernel/app";
import { makeCodemirrorHost, type CodemirrorHost } from "./codemirror-host";
import { makeTestEditor } from "./testing/editor";

const lines = Array.from({ length: 200 }, (_, at) => `line ${at + 1}\n`).join("");

it("a second view begins where the first one stands, and goes its own way from there", async () => {
  const { open } = await makeTestEditor({ "a.txt": lines });
  const document = await open("a.txt");
  const text = await document.load();
  const app = { settings: () => defaultSettings, contexts: { set: () => undefined } } as unknown as App;
  const make = (): CodemirrorHost => makeCodemirrorHost({ app, document, text, onBlur: () => undefined });
  const first = make();
  first.goTo({ line: 120, column: 3 });
  const doc = first.view.state.doc;
  first.view.dispatch({ effects: foldEffect.of({ from: doc.line(10).to, to: doc.line(12).to }) });
  first.setWrapped(true);
  first.setIndent({ tabs: true, size: 8 });

  const second = make();
  second.startLike(first);
  expect(second.cursor()).toEqual({ line: 120, column: 3, selected: 0, cursors: 1 });
  expect(foldedRanges(second.view.state).size).toBe(1);
  expect([second.wrapped(), second.indent()]).toEqual([true, { tabs: true, size: 8 }]);

  second.goTo({ line: 5 });
  second.view.dispatch({ changes: { from: 0, insert: "x" } });
  expect(first.cursor().line, "the first one stays").toBe(120);
  expect(first.view.state.doc.line(1).text, "both show one text").toBe("xline 1");
  for (const host of [first, second]) host.destroy();
});
