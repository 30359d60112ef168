import { afterEach, expect, it } from "vitest";
import type { TaskBoard, TaskBy, TaskInfo } from "../../ipc/bindings";
import { makeFake } from "../../ipc/fake";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { laneMove } from "./board-lanes";
import { bandsOf, CARD, dropSpot, LANE_HEAD } from "./board-layout";
import { backFrom, lanesOf, moveByLane, moved, moveTo } from "./board-reducer";

afterEach(() => document.body.replaceChildren());

/** T-1 in two lanes, T-2 in one, T-3 in none. */
async function boardOf(by: TaskBy): Promise<TaskBoard> {
  const { tasks, ipc } = makeFake();
  tasks.add({ id: "T-1", path: "T-1", labels: ["ui", "core"], assignees: ["@Ann"], priority: "low" });
  tasks.add({ id: "T-2", path: "T-2", labels: ["core"], assignees: ["@bo"], status: "Done" });
  tasks.add({ id: "T-3", path: "T-3" });
  return ipc.taskBoard({ lanes: by });
}
const shape = (board: TaskBoard): Record<string, string> =>
  Object.fromEntries(
    board.lanes.map(({ name, cells }) => [name ?? "-", cells.map((c) => c.join()).join("|")]),
  );

it("one value becomes another, the others stay, and no value takes all away", async () => {
  const board = await boardOf("label");
  const [one, two, three] = ["T-1", "T-2", "T-3"].map((id) =>
    board.tasks.find((task) => task.id === id)!,
  ) as [TaskInfo, TaskInfo, TaskInfo];
  const values = (task = one, by: TaskBy, from: string | null, to: string | null) =>
    laneMove(board, task, by, from, to).values;
  expect(values(one, "label", "ui", "docs")).toEqual(["docs", "core"]);
  expect(values(one, "label", "ui", "core"), "it has that one already").toEqual(["core"]);
  expect(values(one, "label", "UI", null)).toEqual([]);
  expect(values(three, "label", null, "ui")).toEqual(["ui"]);
  expect(values(two, "assignee", "bo", "ann"), "as others write it").toEqual(["@Ann"]);
  expect(values(one, "priority", "low", "high")).toEqual(["high"]);
  expect(values(one, "priority", "low", null)).toEqual([]);
  expect(laneMove(board, one, "label", "ui", "docs").was).toEqual(["ui", "core"]);
});

it("a move to another lane carries status and field, and the board after it is what is read then", async () => {
  const board = await boardOf("label");
  const lanes = lanesOf(board, "");
  expect(shape(board)).toEqual({ ui: "T-1||", core: "T-1||T-2", "-": "T-3||" });
  const from = { lane: 0, column: 0, row: 0 };
  expect(moveTo(board, lanes, from, { lane: 2, column: 0, row: 0 }), "not without a meaning").toBe(undefined);
  const move = moveTo(board, lanes, { lane: 2, column: 0, row: 0 }, { lane: 1, column: 2, row: 0 }, "label");
  const lane = { by: "label", was: [], values: ["core"] };
  expect(move).toEqual({ path: "T-3", status: "Done", before: "T-2", lane });
  expect(shape(moved(board, move!))).toEqual({ ui: "T-1||", core: "T-1||T-3,T-2", "-": "||" });
  expect(moved(board, move!).tasks.find(({ id }) => id === "T-3")).toMatchObject({
    labels: ["core"],
    done: true,
  });
  const back = backFrom(lanes, { lane: 2, column: 0, row: 0 }, move!);
  expect(back).toEqual({ path: "T-3", status: "To Do", lane: { by: "label", was: ["core"], values: [] } });
  expect(shape(moved(moved(board, move!), back!))).toEqual(shape(board));
  const key = moveByLane(board, lanes, from, 2, "label");
  expect(key).toEqual({
    path: "T-1",
    status: "To Do",
    lane: { by: "label", was: ["ui", "core"], values: [] },
  });
  expect(shape(moved(board, key!)), "in the order of the column").toMatchObject({
    ui: "||",
    "-": "T-1,T-3||",
  });
  expect(moveByLane(board, lanes, from, -1, "label"), "there is none").toBe(undefined);
});

it("a point is a place in the lane below it, whose heading belongs to it", async () => {
  const lanes = lanesOf(await boardOf("label"), "");
  const bands = bandsOf(lanes, true);
  const at = (y: number) => dropSpot({ x: 10, y }, lanes, bands, 300);
  expect(at(-50)).toEqual({ lane: 0, column: 0, row: 0 });
  expect(at(bands[1]!.top - LANE_HEAD + 1)).toEqual({ lane: 1, column: 0, row: 0 });
  expect(at(bands[1]!.top + CARD)).toEqual({ lane: 1, column: 0, row: 1 });
  expect(at(9_999)).toEqual({ lane: 2, column: 0, row: 1 });
});

const cell = ({ root }: FakePage, name: string): string =>
  [...root.querySelectorAll(`.board-cell[aria-label^="${name}"] .task-id`)]
    .map((at) => at.textContent)
    .join();
const press = (key: string, held: KeyboardEventInit = {}): void => {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...held }),
  );
};
const said = ({ root }: FakePage): string => root.querySelector(".board-said")?.textContent ?? "";
const moves = ({ fake }: FakePage) =>
  fake.calls.filter(({ name }) => name === "taskMove").map(({ params }) => params as Record<string, unknown>);
const restores = ({ fake }: FakePage): number =>
  fake.calls.filter(({ name }) => name === "historyRestore").length;
const labels = ({ fake }: FakePage, id: string) => fake.tasks.all().find((task) => task.id === id)?.labels;
const undo = (): void =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Undo")?.click();

async function shown(): Promise<FakePage> {
  const page = await startFake({ files: {} });
  page.fake.tasks.add({ title: "One", labels: ["ui"] });
  page.fake.tasks.add({ title: "Two", labels: ["core"] });
  page.fake.tasks.add({ title: "Three" });
  page.frame.workbench.open("board", "board", { lanes: "label" }, "Board");
  await until("the lanes", () => cell(page, "To Do, No label") === "T-3");
  page.root.querySelector<HTMLElement>("[data-testid=board-cards]")!.focus();
  return page;
}

it("keys move a card to the lane below and back, in one change each", async () => {
  const page = await shown();
  press("PageDown", { altKey: true });
  expect(cell(page, "To Do, core"), "at once").toBe("T-1,T-2");
  await until("what is said", () => said(page) === "T-1 One moved to To Do, core, place 1 of 2.");
  await until("the file", () => labels(page, "T-1")?.join() === "core");
  expect(moves(page).length).toBe(1);
  await until("the lanes are read again", () => cell(page, "To Do, ui") === "");
  press("z", { ctrlKey: true });
  await until("it is back", () => labels(page, "T-1")?.join() === "ui" && cell(page, "To Do, ui") === "T-1");
  expect(restores(page), "in one writing").toBe(1);
  press("z", { ctrlKey: true });
  expect(said(page)).toBe("There is no move to take back.");
  expect([moves(page).length, restores(page)]).toEqual([1, 1]);
});

it("a card that is dragged to another lane changes status and field, and Undo takes both back", async () => {
  const page = await shown();
  const all = page.root.querySelector<HTMLElement>(".board-all")!;
  all.getBoundingClientRect = () => new DOMRect(0, 0, 300, 900);
  const point = (type: string, x: number, y: number, on: EventTarget = window): void => {
    const place = { clientX: x, clientY: y, pointerId: 1, button: 0, bubbles: true, cancelable: true };
    on.dispatchEvent(new PointerEvent(type, place));
  };
  const lastLane = 2 * (LANE_HEAD + CARD + 24) + LANE_HEAD;
  point("pointerdown", 20, 40, page.root.querySelector<HTMLElement>(".board-card")!);
  point("pointermove", 250, lastLane + 10);
  point("pointerup", 250, lastLane + 10);
  expect(cell(page, "Done, No label")).toBe("T-1");
  await until("the move", () => moves(page).length === 1);
  const lane = { by: "label", was: ["ui"], values: [] };
  expect(moves(page)[0]).toEqual({ id: ".tenon/tasks/T-1 One.md", status: "Done", lane });
  await until(
    "the notice",
    () => page.root.textContent?.includes("T-1 One moved to Done, No label.") === true,
  );
  undo();
  await until(
    "both are back",
    () => cell(page, "To Do, ui") === "T-1" && labels(page, "T-1")?.join() === "ui",
  );
  expect([moves(page).length, restores(page)], "in one writing").toEqual([1, 1]);
});

it("a field that changed meanwhile is told, and the card is back in its lane", async () => {
  const page = await shown();
  page.fake.failNext("taskMove", {
    code: "conflict",
    message: "The labels changed meanwhile.",
    retryable: false,
  });
  press("PageDown", { altKey: true });
  await until("it is back", () => cell(page, "To Do, core") === "T-2" && cell(page, "To Do, ui") === "T-1");
  await until("it is told", () => page.root.textContent?.includes("The labels changed meanwhile.") === true);
  expect(said(page)).toBe("T-1 One was not moved. It is back in To Do, ui.");
});

it("without lanes the key says so", async () => {
  const page = await shown();
  page.frame.workbench.find("board")?.setState({});
  await until("one lane", () => page.root.querySelectorAll(".board-lane").length === 0);
  press("PageDown", { altKey: true });
  expect(said(page)).toBe("The board has no lanes; choose them above it.");
  expect(moves(page)).toEqual([]);
});
