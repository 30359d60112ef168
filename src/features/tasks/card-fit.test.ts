import { expect, it } from "vitest";
import { makeFake } from "../../ipc/fake";
import type { TaskInfo } from "../../ipc/bindings";
import { isCut, labelsThatFit, titleLines } from "./card-fit";
import { blockersOf } from "./task-words";

const task = (part: Partial<TaskInfo> = {}): TaskInfo => makeFake().tasks.add({ id: "T-1", ...part });

it("labels that have no room are counted, and one is shown at least", () => {
  const labels = ["core", "search", "editor", "windows"];
  expect(labelsThatFit(task({ labels }), 400)).toBe(4);
  expect(labelsThatFit(task({ labels }), 200)).toBe(2);
  expect(labelsThatFit(task({ labels, priority: "medium" }), 190)).toBe(1);
  expect(labelsThatFit(task({ labels: ["a".repeat(90), "b"] }), 200)).toBe(1);
  expect(labelsThatFit(task(), 200)).toBe(0);
});

it("a title has a third line where one below it is empty, and is read elsewhere when it is longer", () => {
  expect(titleLines(task(), undefined)).toBe(3);
  expect(titleLines(task({ labels: ["ui"] }), undefined)).toBe(3);
  expect(titleLines(task({ branch: "main" }), undefined)).toBe(3);
  expect(titleLines(task({ labels: ["ui"], branch: "main" }), undefined)).toBe(2);
  expect(isCut(task({ title: "Short" }), 2, 200)).toBe(false);
  expect(isCut(task({ title: "Many words ".repeat(9) }), 3, 200)).toBe(true);
  expect(isCut(task({ title: "Many words ".repeat(9) }), 3, 460)).toBe(false);
});

it("what a task waits for is named", () => {
  const waiting = task({ blockedBy: ["T-2"], unknownDependencies: ["T-9"] });
  expect(blockersOf(waiting, (id) => (id === "T-2" ? "Two" : undefined))).toBe("T-2 Two\nT-9 is no task");
});
