import { Terminal } from "@xterm/xterm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { makeFinder } from "./finder";

const terminal = new Terminal({ allowProposedApi: true, cols: 40, rows: 5 });
afterEach(() => vi.restoreAllMocks());

/** A terminal that is on no page selects nothing by itself. */
function selectable(): void {
  let at: ReturnType<Terminal["getSelectionPosition"]>;
  vi.spyOn(terminal, "select").mockImplementation((x, y, length) => {
    at = { start: { x, y }, end: { x: x + length, y } };
  });
  vi.spyOn(terminal, "hasSelection").mockImplementation(() => at !== undefined);
  vi.spyOn(terminal, "getSelectionPosition").mockImplementation(() => at);
  vi.spyOn(terminal, "clearSelection").mockImplementation(() => void (at = undefined));
}

describe("the search in a terminal", () => {
  it("takes on other colours and stays where it is", async () => {
    await new Promise<void>((done) => terminal.write("one two\r\ntwo one two", done));
    selectable();
    let match = "#111111";
    const drawn = vi.spyOn(terminal, "registerDecoration");
    const marks: boolean[] = [];
    const colour = () => ({
      matchBackground: match,
      matchOverviewRuler: match,
      activeMatchBackground: match,
      activeMatchColorOverviewRuler: match,
    });
    const finder = makeFinder(terminal, colour, () => void marks.push(finder.marks()));
    const results: [number, number][] = [];
    finder.onResult(({ current, total }) => results.push([current, total]));
    const colours = (): (string | undefined)[] =>
      drawn.mock.calls.map(([{ backgroundColor }]) => backgroundColor);

    const query = { text: "two", caseSensitive: false, regex: false };
    finder.next(query);
    finder.next(query);
    const before = terminal.getSelectionPosition();
    expect(new Set(colours())).toEqual(new Set(["#111111"]));
    drawn.mockClear();
    match = "#eeeeee";
    finder.recolour();
    expect(new Set(colours()), "every mark is drawn anew").toEqual(new Set(["#eeeeee"]));
    expect(terminal.getSelectionPosition()).toEqual(before);
    expect(results.at(-1)).toEqual([2, 3]);

    finder.clear();
    expect(marks, "it says when marks come and go").toEqual([true, false]);
    drawn.mockClear();
    finder.recolour();
    expect(drawn, "nothing is searched once the bar is closed").not.toHaveBeenCalled();
  });
});
