import { EditorSelection, EditorState, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { diffTexts } from "./minimal-diff";
import { makeRandom } from "./testing/random";

const asText = (text: string): Text => Text.of(text.split("\n"));

describe("the smallest change between two texts", () => {
  it("is empty for equal texts", () => {
    expect(diffTexts(asText("a\nb"), asText("a\nb")).empty).toBe(true);
  });

  it("leaves the cursor where it was in its line", () => {
    const before = asText("one\ntwo\nthree\nfour");
    const after = asText("zero\none\ntwo\nthree!\nfour");
    const state = EditorState.create({
      doc: before,
      selection: EditorSelection.cursor(before.line(4).from + 2),
    });
    const moved = state.update({ changes: diffTexts(before, after) }).state;
    const line = moved.doc.lineAt(moved.selection.main.head);
    expect([line.text, moved.selection.main.head - line.from]).toEqual(["four", 2]);
  });

  it("touches nothing but the lines that differ", () => {
    const before = Array.from({ length: 5000 }, (_, index) => `line ${index}`);
    const after = [...before];
    after[2500] = "another";
    const touched: number[] = [];
    diffTexts(Text.of(before), Text.of(after)).iterChanges((fromA) =>
      touched.push(Text.of(before).lineAt(fromA).number),
    );
    expect(new Set(touched)).toEqual(new Set([2501]));
  });

  it("leads from any text to any other", () => {
    const letters = ["a", "b", "\n", "ab\n", "c"];
    for (const seed of [3, 99, 1234]) {
      const random = makeRandom(seed);
      const make = (): string => Array.from({ length: random(60) }, () => letters[random(5)] ?? "").join("");
      for (let round = 0; round < 200; round++) {
        const [before, after] = [make(), make()];
        const got = diffTexts(asText(before), asText(after)).apply(asText(before)).toString();
        expect(got, `seed ${seed}, round ${round}`).toBe(after);
      }
    }
  });
});
