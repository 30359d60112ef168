import { expect, test } from "vitest";
import type { FromPicture, Line, Node, ToPicture } from "./messages";
import type { Brush } from "./paint";
import { makeScene } from "./scene";
import type { Group, Look } from "./shapes";

const look: Look = {
  colours: { file: "f", symbol: "s", note: "n", task: "t", run: "r", commit: "c", other: "o" } as Record<
    Group,
    string
  >,
  background: "bg",
  line: "line",
  strong: "strong",
  text: "text",
  faint: "faint",
  font: "11px x",
};

/** A canvas that only notes what it is told. */
function makeBrush() {
  const told: { call: string; args: unknown[] }[] = [];
  const brush = new Proxy({} as Record<string, unknown>, {
    get: (target, name: string) =>
      name in target
        ? target[name]
        : (...args: unknown[]) => {
            told.push({ call: name, args });
            return name === "measureText" ? { width: String(args[0]).length * 6.2 } : undefined;
          },
    set: (target, name: string, value) => {
      target[name] = value;
      return true;
    },
  });
  return { brush: brush as unknown as Brush, told };
}

const node = (ref: string, depth: number, group: Group = "file"): Node => ({
  ref,
  group,
  shape: group,
  label: ref,
  depth,
  missing: false,
});
const line = (from: number, to: number): Line => ({ from, to, stroke: "plain" });

function setup(nodes: Node[], lines: Line[], calm = false) {
  const { brush, told } = makeBrush();
  const heard: FromPicture[] = [];
  const frames: (() => void)[] = [];
  let now = 0;
  const canvas = { width: 0, height: 0 };
  const send = makeScene({
    canvas,
    brush,
    frame: (run) => void frames.push(run),
    // Each look at the clock takes 5 ms, so that a picture ends after a few steps.
    clock: () => (now += 5),
    tell: (message) => heard.push(message),
  });
  /** Draws pictures until nothing asks for one; answers how many there were. */
  const rest = (most = 5_000): number => {
    let drawn = 0;
    for (; frames.length > 0 && drawn < most; drawn++) frames.shift()?.();
    return drawn;
  };
  const all: ToPicture[] = [
    { type: "size", width: 800, height: 600, ratio: 2 },
    { type: "look", look, calm },
    { type: "graph", nodes, lines },
  ];
  all.forEach(send);
  const labels = () => told.filter(({ call }) => call === "fillText");
  return { send, rest, heard, told, labels, canvas, frames };
}

const nodes = [node("a", 0), node("b", 1, "note"), node("c", 1, "task")];
const lines = [line(0, 1), line(0, 2)];

test("the picture is drawn while it is laid out, and then it rests", () => {
  const { rest, heard, labels, canvas, frames } = setup(nodes, lines);
  expect(rest()).toBeGreaterThan(20);
  expect(frames).toEqual([]);
  expect(canvas).toEqual({ width: 1_600, height: 1_200 });
  expect(heard.at(-1)).toEqual({ type: "progress", done: 1 });
  const last = labels().slice(-3);
  expect(last.map(({ args: [text] }) => text)).toEqual(["a", "b", "c"]);
});

test("where nothing shall move the picture comes once everything has its place", () => {
  const { rest, labels, heard } = setup(nodes, lines, true);
  rest(10);
  expect([labels().length, heard.length > 5], "it says how far it is").toEqual([0, true]);
  rest();
  expect(labels().length).toBeGreaterThanOrEqual(3);
});

test("who is not seen does no work", () => {
  const { send, rest, told } = setup(nodes, lines);
  send({ type: "shown", shown: false });
  rest();
  expect(told).toEqual([]);
  send({ type: "shown", shown: true });
  rest();
  expect(told.length).toBeGreaterThan(0);
});

test("clicks choose, double clicks open, and the pointer is heard of once", () => {
  const { send, rest, heard, labels } = setup(nodes, lines);
  rest();
  // A label stands in the middle below its thing.
  const [, x, y] = labels().at(-2)?.args as [string, number, number];
  const spot = { x, y: y - 12 };
  heard.length = 0;
  send({ type: "point", ...spot });
  send({ type: "point", ...spot });
  send({ type: "press", ...spot });
  send({ type: "open", ...spot });
  send({ type: "press", x: 2, y: 2 });
  send({ type: "leave" });
  expect(heard).toEqual([
    { type: "hover", ref: "b" },
    { type: "selected", ref: "b" },
    { type: "opened", ref: "b" },
    { type: "selected", ref: undefined },
    { type: "hover", ref: undefined },
  ]);
});

test("arrows go from thing to thing, and what is chosen stays chosen in the next graph", () => {
  const { send, rest, heard } = setup(nodes, lines);
  rest();
  const chosen = (): unknown => heard.findLast(({ type }) => type === "selected");
  send({ type: "step", dx: 1, dy: 0 });
  expect(chosen()).toEqual({ type: "selected", ref: "a" });
  const reached = new Set<unknown>();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    send({ type: "select", ref: "a" });
    send({ type: "step", dx, dy });
    reached.add((chosen() as { ref?: string }).ref);
  }
  expect(reached.has("b") || reached.has("c")).toBe(true);
  send({ type: "select", ref: "b" });
  send({ type: "graph", nodes: [node("a", 0), node("d", 1), node("b", 1)], lines: [line(0, 1), line(0, 2)] });
  rest();
  send({ type: "step", dx: 0, dy: 0 });
  expect(chosen(), "b is still where steps begin").toEqual({ type: "selected", ref: "b" });
});

test("zooming in shows fewer things, and only those are drawn", () => {
  const many = Array.from({ length: 600 }, (_, at) => node(`n${at}`, at === 0 ? 0 : 2));
  const { send, rest, told } = setup(
    many,
    many.slice(1).map((_, at) => line(0, at + 1)),
  );
  rest();
  const drawn = (): number => {
    told.length = 0;
    rest();
    return told.filter(({ call }) => call === "arc").length;
  };
  send({ type: "fit" });
  const all = drawn();
  send({ type: "zoom", factor: 40 });
  const some = drawn();
  expect(all).toBe(600);
  expect(some).toBeLessThan(all / 2);
  expect(told.filter(({ call }) => call === "fillText").length).toBeLessThanOrEqual(300);
});

test("lines have heads where they lead; among very many only those of what is chosen do", () => {
  const heads = (told: { call: string }[]): number => told.filter(({ call }) => call === "closePath").length;
  const round = [node("a", 0), node("b", 1), node("c", 1)];
  const few = setup(round, lines);
  few.rest();
  few.told.length = 0;
  few.send({ type: "fit" });
  few.rest();
  expect(heads(few.told)).toBe(2);
  const many = setup(
    Array.from({ length: 402 }, (_, index) => node(`${index}`, Math.min(1, index))),
    Array.from({ length: 401 }, (_, index) => line(0, index + 1)),
  );
  many.rest();
  many.send({ type: "select", ref: "7" });
  many.rest();
  many.told.length = 0;
  many.send({ type: "fit" });
  many.rest();
  expect(heads(many.told)).toBe(1);
});
