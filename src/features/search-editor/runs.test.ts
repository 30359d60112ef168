import { ChangeSet, EditorState } from "@codemirror/state";
import { expect, test } from "vitest";
import { excerptsOf, linesOfText } from "./excerpts";
import { matchLines } from "./line-match";
import { baselineOf, goneAt, isEdited, numbersOf, sheetOf, type Run, type Sheet } from "./runs";
import { partly, refused, runsField, sentence, sheetState, tookBack, wrote } from "./sheet-state";

const lines = linesOfText("one\r\ntwo\nthree\nfour\nfive\nsix\n");

function sheet(context = 0): Sheet {
  const found = [1, 2, 5].map((line) => ({ line, ranges: [[0, 1]] as [number, number][] }));
  const other = excerptsOf(["uno"], [{ line: 1, ranges: [] }], context);
  return sheetOf([
    { path: { path: "a.txt" }, excerpts: excerptsOf(lines, found, context) },
    { path: { path: "b/c.txt" }, excerpts: other },
  ]);
}

function start(context = 0): EditorState {
  const { text, runs } = sheet(context);
  return EditorState.create({ doc: text, extensions: sheetState(runs) });
}

/** Puts a text in the place of the first that fits. */
function edit(state: EditorState, old: string, text: string, userEvent = "input"): EditorState {
  const from = state.doc.toString().indexOf(old);
  expect(from).toBeGreaterThanOrEqual(0);
  return state.update({ changes: { from, to: from + old.length, insert: text }, userEvent }).state;
}

function saidOf(state: EditorState, old: string, text: string): string[] {
  const from = state.doc.toString().indexOf(old);
  const made = state.update({ changes: { from, to: from + old.length, insert: text } });
  return made.effects.flatMap((effect) => (effect.is(refused) ? [effect.value] : []));
}

const runs = (state: EditorState): readonly Run[] => state.field(runsField);
const now = (state: EditorState): (readonly string[])[] => runs(state).map((run) => run.now);

test("lines with hits stand by file, and what meets is one stretch", () => {
  expect(sheet().text.toString()).toBe("a.txt\none\ntwo\n⋯\nfive\nb/c.txt\nuno\n");
  expect(sheet(1).text.toString()).toBe("a.txt\none\ntwo\nthree\nfour\nfive\nsix\nb/c.txt\nuno\n");
  expect(sheet().runs.map(({ file, line, before }) => [file, line, before])).toEqual([
    [0, 1, ["one", "two"]],
    [0, 5, ["five"]],
    [1, 1, ["uno"]],
  ]);
  const { text, matches } = sheet();
  expect(matches.map(([from, to]) => text.sliceString(from, to))).toEqual(["o", "t", "f"]);
});

test("a line can become several, or go, and the others keep their numbers", () => {
  let state = edit(start(), "two\n", "2\n2b\n");
  state = edit(state, "five\n", "");
  expect(now(state)).toEqual([["one", "2", "2b"], [], ["uno"]]);
  expect(runs(state).map(isEdited)).toEqual([true, true, false]);
  expect(numbersOf(runs(state))).toEqual([1, 6, 1]);
  const back = edit(edit(state, "2\n2b\n", "two\n"), "⋯\n", "⋯\n");
  expect(isEdited(runs(back)[0] as Run)).toBe(false);
});

test.each([
  ["a heading", "a.txt", "x"],
  ["a divider", "⋯\n", ""],
  ["the end of a stretch's last line", "two\n⋯", "two⋯"],
  ["the start of its first line", "\none", "one"],
  ["lines of two files", "five\nb/c.txt\nuno", "x"],
  ["a heading by typing in front of it", "a.txt\none", "xa.txt\none"],
])("%s cannot be edited, and it is said why", (_what, old, text) => {
  const state = start();
  expect(saidOf(state, old, text)).toEqual([sentence]);
  expect(edit(state, old, text).doc.eq(state.doc)).toBe(true);
});

test("a part that is refused takes the rest of an edit with it, but not of replacing everywhere", () => {
  const state = start();
  const changes = ChangeSet.of(
    ["a.txt", "one"].map((old) => {
      const from = state.doc.toString().indexOf(old);
      return { from, to: from + 1, insert: "x" };
    }),
    state.doc.length,
  );
  expect(state.update({ changes, userEvent: "input.type" }).docChanged).toBe(false);
  const all = state.update({ changes, userEvent: "input.replace.all" });
  expect(now(all.state)[0]).toEqual(["xne", "two"]);
  expect(all.effects.map((effect) => effect.value as unknown)).toEqual([partly]);
});

test("what was written is what the file has, and taking it back makes it an edit again", () => {
  const edited = edit(edit(start(), "two\n", "2\n2b\n"), "uno", "1");
  const baseline = baselineOf(runs(edited));
  const sent = { files: new Set([0]), sent: runs(edited) };
  const written = edited.update({ effects: wrote.of(sent) }).state;
  expect(runs(written).map(isEdited)).toEqual([false, false, true]);
  expect(runs(written).map(({ line, before }) => [line, before])).toEqual([
    [1, ["one", "2", "2b"]],
    [6, ["five"]],
    [1, ["uno"]],
  ]);
  expect([...(runs(written)[0]?.written ?? [])]).toEqual([1, 2]);
  const back = written.update({ effects: tookBack.of(baseline) }).state;
  expect(runs(back).map(isEdited)).toEqual([true, false, true]);
  expect(runs(back)[1]?.line).toBe(5);
});

test("what was typed while it was written is an edit of what was written", () => {
  const edited = edit(start(), "two", "2");
  const sent = { files: new Set([0]), sent: runs(edited) };
  const written = edit(edited, "one", "1").update({ effects: wrote.of(sent) }).state;
  expect(runs(written)[0]).toMatchObject({ before: ["one", "2"], now: ["1", "2"], same: [undefined, 1] });
});

test("lines that are gone are marked where they were", () => {
  const whole = start(1);
  const goneOf = (state: EditorState): number[] => goneAt(runs(state)[0] as Run);
  expect(goneOf(edit(whole, "three\n", ""))).toEqual([2]);
  expect(goneOf(edit(whole, "five\nsix\n", ""))).toEqual([4]);
  expect(goneOf(edit(whole, "three", "3"))).toEqual([]);
  expect(goneOf(edit(whole, "three\nfour\n", "3\n"))).toEqual([3]);
});

test("lines are matched also where some moved, and in a long text one by one", () => {
  expect(matchLines(["a", "b", "c"], ["a", "x", "b", "c"])).toEqual([0, undefined, 1, 2]);
  expect(matchLines(["a", "b", "c", "d"], ["b", "x", "d"])).toEqual([1, undefined, 3]);
  const long = Array.from({ length: 1_000 }, (_, index) => `${index}`);
  expect(matchLines(long, long.toSpliced(10, 1, "x").toSpliced(900, 1, "y"))[500]).toBe(500);
});
