import { undo } from "@codemirror/commands";
import { EditorState, Text, type Transaction } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../ipc/bindings";
import { describeHistory, historyOf, type KeptUndo } from "./undo-history";

const textOf = (text: string): Text => Text.of(text.split("\n"));

function open(text: string, kept?: KeptUndo): EditorState {
  return EditorState.create({ doc: text, extensions: [historyOf(kept, textOf(text))] });
}

function type(state: EditorState, from: number, to: number, insert: string): EditorState {
  return state.update({ changes: { from, to, insert }, userEvent: "input.paste" }).state;
}

/** Every text that undo leads through, from the newest on. */
function back(state: EditorState): string[] {
  const texts = [state.doc.toString()];
  let now = state;
  const dispatch = (transaction: Transaction): void => void (now = transaction.state);
  while (undo({ state: now, dispatch })) texts.push(now.doc.toString());
  return texts;
}

const kept = (history: string | null, tail: Edit[][] = []): KeptUndo => ({ head: "r:1", history, tail });

describe("an undo history", () => {
  it("takes back the same steps after it was written and read", () => {
    const state = type(type(open("one\ntwo"), 0, 3, "ONE"), 7, 7, "!");
    expect(back(state)).toEqual(["ONE\ntwo!", "ONE\ntwo", "one\ntwo"]);
    expect(back(open("ONE\ntwo!", kept(describeHistory(state))))).toEqual(back(state));
  });

  it("goes on behind what an editor described", () => {
    const described = describeHistory(type(open("a"), 1, 1, "b"));
    const tail: Edit[][] = [[[2, 3, ""]], [[0, 1, "a"]]];
    expect(back(open("Xbc", kept(described, tail)))).toEqual(["Xbc", "abc", "ab", "a"]);
  });

  it("takes back in one go what was typed in one go", () => {
    const tail: Edit[][] = [[[1, 2, ""]], [[2, 3, ""]], [[3, 4, ""]], [[0, 1, ""]]];
    expect(back(open("!abc", kept(null, [...tail.slice(0, 3).map(shift), [[0, 1, ""]]])))).toEqual([
      "!abc",
      "abc",
      "",
    ]);
  });

  it("starts empty when it does not fit the text", () => {
    const described = describeHistory(type(open("a"), 1, 1, "b"));
    expect(back(open("another text", kept(described)))).toEqual(["another text"]);
    expect(back(open("x", kept("no json")))).toEqual(["x"]);
    expect(back(open("x", kept(null, [[[5, 9, "far"]]])))).toEqual(["x"]);
  });

  it("is bounded and loses its oldest steps", () => {
    let state = open("");
    for (let at = 0; at < 8; at++) {
      state = type(state, 0, state.doc.length, String(at).repeat(600_000));
    }
    const described = describeHistory(state);
    expect(described.length).toBeLessThan(2_000_000);
    const texts = back(open(state.doc.toString(), kept(described)));
    expect(texts.length).toBeGreaterThan(2);
    expect(texts[1]?.[0]).toBe("6");
  });
});

/** A step's way back one character further left. */
function shift(step: Edit[]): Edit[] {
  return step.map(([from, to, text]) => [from - 1, to - 1, text]);
}
