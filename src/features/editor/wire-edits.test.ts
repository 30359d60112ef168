import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../ipc/bindings";
import { toEdits } from "./wire-edits";

const smile = "\u{1f600}";
const grin = "\u{1f601}";

function check(before: string, changes: Parameters<typeof ChangeSet.of>[0], expected: Edit[]): void {
  const text = Text.of(before.split("\n"));
  expect(toEdits(ChangeSet.of(changes, text.length), text)).toEqual(expected);
}

describe("edits as the owner takes them", () => {
  it("speak of the text before, in order", () => {
    check(
      "one\ntwo",
      [
        { from: 4, to: 7, insert: "2" },
        { from: 0, insert: "1 " },
      ],
      [
        [0, 0, "1 "],
        [4, 7, "2"],
      ],
    );
  });

  it("carry line ends as one unit", () => {
    check("ab", { from: 1, insert: Text.of(["", ""]) }, [[1, 1, "\n"]]);
  });

  it("grow to a whole character when only its second half changes", () => {
    check(smile, { from: 1, to: 2, insert: grin[1] ?? "" }, [[0, 2, grin]]);
  });

  it("grow when a half of a character is deleted", () => {
    check(`${smile}a`, { from: 1, to: 2 }, [[0, 2, "\ufffd"]]);
    check(`a${smile}`, { from: 1, to: 2 }, [[1, 3, "\ufffd"]]);
  });

  it("grow when a deletion joins two halves to a character", () => {
    check(smile + grin, { from: 1, to: 3 }, [[0, 4, `\ud83d${grin[1]}`]]);
  });

  it("never carry half a character", () => {
    check("", { from: 0, insert: "\ud83d" }, [[0, 0, "\ufffd"]]);
  });
});
