import { ChangeSet, EditorState, Text, type Transaction, type TransactionSpec } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { makeSharedText, shared, type SharedText, type TextView } from "./shared-text";

/** A view without a page: its state, brought along as an editor would. */
function makeView(
  text: SharedText,
): TextView & { state: () => EditorState; type: (at: number, insert: string) => void } {
  let state = EditorState.create({ doc: text.text() });
  const view = {
    state: () => state,
    selection: () => state.selection,
    applyShared: (spec: TransactionSpec) => {
      state = state.update(spec).state;
    },
    type: (at: number, insert: string) => {
      const transaction: Transaction = state.update({
        changes: { from: at, insert },
        selection: { anchor: at + insert.length },
        userEvent: "input.type",
      });
      state = transaction.state;
      if (!transaction.annotation(shared)) text.fromView(view, transaction);
    },
  };
  text.attach(view);
  return view;
}

function setUp(start: string) {
  let changes = 0;
  const text = makeSharedText(Text.of(start.split("\n")), () => (changes += 1));
  return { text, left: makeView(text), right: makeView(text), changes: () => changes };
}

describe("a text with two views", () => {
  it("is the same in both and passes each edit on once", () => {
    const { text, left, right, changes } = setUp("ab");
    left.type(1, "x");
    right.type(3, "y");
    expect([left, right].map((view) => view.state().doc.toString())).toEqual(["axby", "axby"]);
    expect(text.text().toString()).toBe("axby");
    expect(changes()).toBe(2);
  });

  it("takes back in one view what was typed in the other", () => {
    const { text, left, right } = setUp("ab");
    left.type(1, "x");
    expect(text.undo(right)).toBe(true);
    expect([left, right].map((view) => view.state().doc.toString())).toEqual(["ab", "ab"]);
    expect(text.redo(left)).toBe(true);
    expect(right.state().doc.toString()).toBe("axb");
  });

  it("puts the cursor where it was before and after", () => {
    const { text, left } = setUp("ab");
    left.type(0, "x");
    text.undo(left);
    expect(left.selection().main.head).toBe(0);
    text.redo(left);
    expect(left.selection().main.head, "it goes to what came back").toBe(1);
  });

  it("leaves as it is what a save adds, and keeps what can be done again", () => {
    const { text, left } = setUp("ab");
    left.type(2, "c");
    const end = ChangeSet.of({ from: 3, insert: "\n" }, 3);
    text.change(end, { userEvent: "save", sent: true, undoable: false });
    text.undo(left);
    expect(text.text().toString()).toBe("ab\n");
    text.redo(left);
    expect(text.text().toString()).toBe("abc\n");
    expect(left.state().doc.toString()).toBe("abc\n");
  });

  it("has nothing to take back at first", () => {
    const { text, left } = setUp("ab");
    expect(text.undo(left)).toBe(false);
  });
});
