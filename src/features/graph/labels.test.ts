import { expect, test } from "vitest";
import { LABEL_HEIGHT, makeLabels, widthOf } from "./labels";
import type { Brush } from "./paint";
import { forms, groupOf, shapeOf } from "./shapes";

test("a label stands on no other one, and goes above where there is no room below", () => {
  const { take, force } = makeLabels();
  expect(take(100, [50, 20], 80)).toBe(50);
  expect(take(170, [50, 20], 80), "beside it, too near").toBe(20);
  expect(take(170, [50, 20], 80)).toBe(undefined);
  expect(take(185, [50], 80), "beside it, far enough").toBe(50);
  expect(take(100, [50 + LABEL_HEIGHT], 80)).toBe(50 + LABEL_HEIGHT);
  force(400, 10, 80);
  expect(take(400, [12], 10)).toBe(undefined);
});

test("a label is as wide as its letters are, and is measured once for each font", () => {
  const asked: string[] = [];
  const brush = {
    font: "11px x",
    measureText: (text: string) => ({ width: asked.push(text) && text.length * 20 }),
  };
  const width = (text: string): number => widthOf(brush as unknown as Brush, text);
  expect([width("線線"), width("線線"), asked.length]).toEqual([40, 40, 1]);
  brush.font = "12px x";
  expect([width("線線"), asked.length]).toEqual([40, 2]);
});

test("headings and blocks have the colour of notes and forms of their own", () => {
  const kinds = ["note", "heading", "block"];
  expect(kinds.map(groupOf)).toEqual(["note", "note", "note"]);
  expect(new Set(kinds.map((kind) => JSON.stringify(forms[shapeOf(kind)]))).size).toBe(3);
  expect([shapeOf("task"), shapeOf("whatever")]).toEqual(["task", "other"]);
});
