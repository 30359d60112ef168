import { EditorSelection, EditorState, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { placeAt, placeOf, rangeAt } from "./place";

describe("places in a text", () => {
  it("are shown in characters", () => {
    const doc = "one\n\u{1f600}é|";
    const at = EditorState.create({ doc, selection: EditorSelection.cursor(doc.indexOf("|")) });
    expect(placeOf(at)).toEqual({ line: 2, column: 3, selected: 0, cursors: 1 });
  });

  it("are found by bytes", () => {
    const text = Text.of(["one", "\u{1f600}éx"]);
    expect(placeAt(text, 2, 7), "four and two bytes stand before the x").toBe(text.line(2).from + 3);
    expect(placeAt(text, 2), "no column is the start of the line").toBe(4);
  });

  it("are selected from a byte or from a character on, within their line", () => {
    const text = Text.of(["one", "\u{1f600}éx y"]);
    const { from, to } = text.line(2);
    expect(rangeAt(text, { line: 2, column: 7, length: 1 })).toEqual([from + 3, from + 4]);
    expect(rangeAt(text, { line: 2, character: 4, length: 99 })).toEqual([from + 3, to]);
    expect(rangeAt(text, { line: 2, character: 99 })).toEqual([to, to]);
  });

  it("stay inside the text", () => {
    const text = Text.of(["ab"]);
    expect(placeAt(text, 99, 99)).toBe(2);
    expect(placeAt(text, 0, 0)).toBe(0);
  });
});
