import { EditorState, Text } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { describe, expect, it } from "vitest";
import type { ProblemInfo } from "../../ipc/bindings";
import { problemMarks, problemsAt, rangeOf, setProblems } from "./problem-marks";

const problem = (line: number, column: number | null, endColumn: number | null = null): ProblemInfo => ({
  path: { path: "a.c" },
  line,
  column,
  endColumn,
  severity: "error",
  code: null,
  message: `at ${line}`,
  source: "cc",
  command: "make",
  script: null,
  run: "r",
  terminal: "t",
});

describe("marks of problems", () => {
  it("cover what was named, a word, or a line without its blanks", () => {
    const doc = Text.of(["  let count = 1;", "", "end"]);
    const text = (of: ProblemInfo) => {
      const range = rangeOf(of, doc);
      return range && doc.sliceString(...range);
    };
    expect(text(problem(1, 7))).toBe("count");
    expect(text(problem(1, 7, 10))).toBe("cou");
    expect(text(problem(1, null))).toBe("let count = 1;");
    expect(text(problem(1, 15)), "a sign").toBe("1");
    expect(text(problem(1, 99)), "behind the end").toBe("");
    expect(text(problem(2, 1))).toBe("");
    expect(text(problem(4, 1)), "no such line").toBeUndefined();
  });

  it("move with the text, until others are given", () => {
    const view = new EditorView({
      state: EditorState.create({ doc: "one\ntwo three", extensions: problemMarks }),
    });
    view.dispatch({ effects: setProblems.of([problem(2, 5), { ...problem(2, null), severity: "warning" }]) });
    view.dispatch({ changes: { from: 0, insert: "new\n" } });
    const at = view.state.doc.toString().indexOf("three") + 1;
    expect(problemsAt(view, at).map(({ severity }) => severity)).toEqual(["warning", "error"]);
    expect(view.contentDOM.querySelector(".cm-problem-error")?.textContent).toBe("three");
    view.dispatch({ effects: setProblems.of([]) });
    expect(problemsAt(view, at)).toEqual([]);
  });
});
