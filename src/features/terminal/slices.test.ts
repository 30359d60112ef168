import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { makeSlices, SLICE, SLICE_PAUSE } from "./slices";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A screen that parses what it is handed when it is told to. */
function setup() {
  const handed: (number | string)[] = [];
  let open: (() => void)[] = [];
  const slices = makeSlices((data, parsed) => {
    handed.push(typeof data === "string" ? data : data.length);
    open.push(() => parsed?.());
  });
  const parse = () => {
    const now = open;
    open = [];
    now.forEach((done) => done());
  };
  return { slices, handed, parse };
}
const bytes = (length: number) => new Uint8Array(length);

it("hands everything over as it comes while nothing is typed elsewhere", () => {
  const { slices, handed, parse } = setup();
  const parsed = vi.fn();
  slices.write(bytes(SLICE * 20), parsed);
  slices.write("");
  slices.write(bytes(3));
  expect(handed).toEqual([SLICE * 20, "", 3]);
  parse();
  expect(parsed).toHaveBeenCalledOnce();
});

it("leaves a moment for keys between small pieces while something is", () => {
  const { slices, handed, parse } = setup();
  const parsed = vi.fn();
  slices.aside(true);
  slices.write(bytes(SLICE * 2 + 7), parsed);
  slices.write("mark");
  expect(handed, "one piece at a time").toEqual([SLICE]);
  vi.advanceTimersByTime(1000);
  expect(handed, "it is not parsed yet").toEqual([SLICE]);
  parse();
  expect(handed, "the moment").toEqual([SLICE]);
  vi.advanceTimersByTime(SLICE_PAUSE);
  expect(handed).toEqual([SLICE, SLICE]);
  parse();
  vi.advanceTimersByTime(SLICE_PAUSE);
  expect(handed).toEqual([SLICE, SLICE, 7]);
  expect(parsed, "acknowledged once all of it is on the screen").not.toHaveBeenCalled();
  parse();
  expect(parsed).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(SLICE_PAUSE);
  expect(handed, "in its place").toEqual([SLICE, SLICE, 7, "mark"]);
});

it("hands over the rest in order when the typing ends, each byte once", () => {
  const { slices, handed, parse } = setup();
  const parsed = [vi.fn(), vi.fn()];
  slices.aside(true);
  slices.write(bytes(SLICE * 3), parsed[0]);
  slices.write(bytes(5), parsed[1]);
  slices.aside(false);
  expect(handed).toEqual([SLICE, SLICE * 2, 5]);
  slices.write(bytes(9));
  expect(handed.at(-1)).toBe(9);
  parse();
  vi.advanceTimersByTime(SLICE_PAUSE);
  expect(parsed.map((each) => each.mock.calls.length)).toEqual([1, 1]);
  slices.aside(true);
  slices.write(bytes(SLICE + 1));
  slices.dispose();
  parse();
  vi.advanceTimersByTime(1000);
  expect(handed, "nothing more of a screen that is gone").toEqual([SLICE, SLICE * 2, 5, 9, SLICE]);
});
