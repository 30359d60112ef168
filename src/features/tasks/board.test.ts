import { expect, it } from "vitest";
import type { TaskBoard } from "../../ipc/bindings";
import { makeFake } from "../../ipc/fake";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { bandsOf, CARD, dropSpot, inSight } from "./board-layout";
import { lanesOf, moveBy, moved, moveTo, step } from "./board-reducer";

async function boardOf(): Promise<TaskBoard> {
  const { tasks, ipc } = makeFake();
  for (const id of ["T-1", "T-2", "T-3"])
    tasks.add({ id, path: id, labels: id === "T-1" ? ["ui", "core"] : ["ui"] });
  tasks.add({ id: "T-4", path: "T-4", status: "Done" });
  return ipc.taskBoard({ lanes: null });
}
const paths = (board: TaskBoard): string[] =>
  board.lanes.map(({ cells }) => cells.map((cell) => cell.join()).join("|"));

it("a move names its neighbour, and the board after it is what is read then", async () => {
  const board = await boardOf();
  const lanes = lanesOf(board, "");
  const from = { lane: 0, column: 0, row: 0 };
  expect(moveBy(board, lanes, from, 0, 1)).toEqual({ path: "T-1", status: "To Do", before: "T-3" });
  expect(moveBy(board, lanes, from, 0, -1)).toBe(undefined);
  expect(moveBy(board, lanes, from, -1, 0)).toBe(undefined);
  expect(moveBy(board, lanes, from, 1, 0)).toEqual({ path: "T-1", status: "In Progress" });
  expect(moveTo(board, lanes, from, { ...from, row: 1 }), "where it stands").toBe(undefined);
  const last = moveTo(board, lanes, from, { ...from, row: 3 });
  expect(last).toEqual({ path: "T-1", status: "To Do", after: "T-3" });
  expect(paths(moved(board, last!))).toEqual(["T-2,T-3,T-1||T-4"]);
  const done = moved(board, { path: "T-1", status: "Done", before: "T-4" });
  expect(paths(done)).toEqual(["T-2,T-3||T-1,T-4"]);
  expect(done.tasks.find(({ path }) => path === "T-1")?.done).toBe(true);
});

it("the arrows pass over empty columns, go on in the next lane, and stay at the edges", async () => {
  const board = await boardOf();
  const one = lanesOf(board, "");
  const from = { lane: 0, column: 0, row: 2 };
  expect(step(one, from, 1, 0)).toEqual({ lane: 0, column: 2, row: 0 });
  expect(step(one, from, -1, 0)).toEqual(from);
  expect(step(one, from, 0, 5)).toEqual(from);
  const two = [...one, ...one];
  expect(step(two, from, 0, 1)).toEqual({ lane: 1, column: 0, row: 0 });
  expect(step(two, { ...from, row: 1 }, 0, 9), "a page ends at the end of its column").toEqual(from);
  expect(step(two, { lane: 1, column: 0, row: 0 }, 0, -1)).toEqual(from);
});

it("of 2,000 cards those in sight are drawn, and a point is a place", async () => {
  const board = await boardOf();
  const [lane] = lanesOf(board, "");
  const [band] = bandsOf([lane!], true);
  const [first, last] = inSight(band!, 2_000, 1_000 * CARD, 800);
  expect(first).toBeGreaterThan(990);
  expect(last - first).toBeLessThan(20);
  const at = (x: number, y: number) => dropSpot({ x, y: band!.top + y }, [lane!], [band!], 300);
  expect(at(10, CARD * 1.6)).toEqual({ lane: 0, column: 0, row: 2 });
  expect(at(150, 9_999)).toEqual({ lane: 0, column: 1, row: 0 });
  expect(at(999, -50)).toEqual({ lane: 0, column: 2, row: 0 });
});

const column = ({ root }: FakePage, name: string): string[] =>
  [...root.querySelectorAll(`.board-cell[aria-label^="${name}"] .board-card .task-id`)].map(
    (at) => at.textContent ?? "",
  );
const cards = ({ root }: FakePage): HTMLElement =>
  root.querySelector<HTMLElement>("[data-testid=board-cards]")!;
const press = (key: string, held: KeyboardEventInit = {}): void => {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...held }),
  );
};

async function shown(): Promise<FakePage> {
  const page = await startFake({ files: {} });
  for (const title of ["One", "Two", "Three"]) page.fake.tasks.add({ title });
  await page.frame.commands.run("tasks.board");
  await until("the cards", () => column(page, "To Do").length === 3);
  cards(page).focus();
  return page;
}
const moves = ({ fake }: FakePage) =>
  fake.calls.filter(({ name }) => name === "taskMove").map(({ params }) => params);
const said = ({ root }: FakePage): string => root.querySelector(".board-said")?.textContent ?? "";

it("keys move the cursor and the card, and it is said where it went", async () => {
  const page = await shown();
  press("ArrowDown");
  press("ArrowUp", { altKey: true });
  expect(column(page, "To Do")).toEqual(["T-2", "T-1", "T-3"]);
  await until("what is said", () => said(page) === "T-2 Two moved to To Do, place 1 of 3.");
  press("ArrowRight", { altKey: true });
  expect(column(page, "In Progress")).toEqual(["T-2"]);
  await until("both moves", () => moves(page).length === 2);
  expect(page.root.querySelector(".board-card.chosen .task-id")?.textContent).toBe("T-2");
  press("x");
  await until("it is done", () => column(page, "Done").join() === "T-2");
});

it("a move that fails is taken back and told", async () => {
  const page = await shown();
  page.fake.failNext("taskMove", { code: "conflict", message: "The file is open.", retryable: false });
  press("ArrowRight", { altKey: true });
  expect(column(page, "In Progress")).toEqual(["T-1"]);
  await until("it is back", () => column(page, "To Do").join() === "T-1,T-2,T-3");
  expect(column(page, "In Progress")).toEqual([]);
  await until("it is told", () => page.root.textContent?.includes("The file is open.") === true);
  expect(said(page)).toBe("T-1 One was not moved. It is back in To Do.");
});

it("a card is dragged by the pointer, and Esc puts it back", async () => {
  const page = await shown();
  const all = page.root.querySelector<HTMLElement>(".board-all")!;
  all.getBoundingClientRect = () => new DOMRect(0, 0, 300, 400);
  const point = (type: string, x: number, y: number, on: EventTarget = window): void => {
    on.dispatchEvent(
      new PointerEvent(type, {
        clientX: x,
        clientY: y,
        pointerId: 1,
        button: 0,
        bubbles: true,
        cancelable: true,
      }),
    );
  };
  const line = () => page.root.querySelector<HTMLElement>("[data-testid=board-drop]");
  const card = () => page.root.querySelector<HTMLElement>(".board-card")!;
  point("pointerdown", 20, 20, card());
  point("pointermove", 22, 21);
  expect(line(), "a click is no drag").toBe(null);
  point("pointermove", 150, 10);
  expect(line()?.style.left).toMatch(/^33\./);
  press("Escape");
  expect(line()).toBe(null);
  point("pointerup", 150, 10);
  expect(moves(page)).toEqual([]);
  point("pointerdown", 20, 20, card());
  point("pointermove", 20, CARD * 2);
  point("pointerup", 20, CARD * 2);
  expect(column(page, "To Do")).toEqual(["T-2", "T-1", "T-3"]);
  await until("the move", () => moves(page).length === 1);
  const [one, three] = ["T-1 One", "T-3 Three"].map((name) => `.tenon/tasks/${name}.md`);
  expect(moves(page)).toEqual([{ id: one, status: "To Do", before: three }]);
});

it("2,000 tasks draw no more cards than are in sight, and the cursor goes through all of them", async () => {
  const page = await startFake({ files: {} });
  for (let n = 0; n < 2_000; n += 1) page.fake.tasks.add({ title: `Task ${n}` });
  await page.frame.commands.run("tasks.board");
  const drawn = (): number => page.root.querySelectorAll(".board-card").length;
  await until("the cards", () => drawn() > 0);
  expect(drawn()).toBeLessThan(30);
  expect(page.root.querySelector(".board-head .task-count")?.textContent).toBe("2000");
  cards(page).focus();
  press("End");
  cards(page).dispatchEvent(new Event("scroll"));
  const last = (): Element | null => page.root.querySelector(".board-card.chosen");
  await until("the last card", () => last()?.getAttribute("aria-posinset") === "2000");
  expect(drawn()).toBeLessThan(30);
  expect(cards(page).getAttribute("aria-activedescendant")).toBe(last()?.id);
});

it("lanes are chosen in the head, and stay with the panel", async () => {
  const page = await shown();
  page.fake.tasks.add({ title: "Four", labels: ["ui", "core"] });
  const choice = page.root.querySelector<HTMLSelectElement>("[data-testid=board-lanes]")!;
  choice.value = "label";
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  const names = () => [...page.root.querySelectorAll(".board-lane")].map((at) => at.textContent).join();
  await until("the lanes", () => names() === "ui,core,No label");
  expect(page.root.querySelector(".board-head .task-count")?.textContent).toBe("4");
  expect(page.frame.workbench.find("board")?.state()).toEqual({ lanes: "label" });
});

it("cards say how many files and commands are linked to their tasks", async () => {
  const page = await shown();
  const said = (): string[] =>
    [...page.root.querySelectorAll(".board-links")].map((at) => at.textContent?.trim() ?? "");
  page.fake.links.thing({ ref: "run:1", title: "cargo test" });
  for (const to of ["file:a.rs", "file:b.rs", "run:1"]) page.fake.links.link({ from: "task:T-1", to });
  page.fake.links.link({ from: "task:T-1", to: "file:c.rs", suggestion: true });
  page.fake.journal.append({ kind: "run.ended" });
  await until("the counts", () => said().join() === "21");
  const card = page.root.querySelector(".board-links")!.closest(".board-card")!;
  expect(card.querySelector(".task-id")?.textContent).toBe("T-1");
  expect(card.getAttribute("aria-label")).toContain("2 files, 1 command");
  expect(card.querySelector(".board-links")?.getAttribute("data-tip")).toBe("a.rs\nb.rs\ncargo test");
  card.querySelector<HTMLElement>(".board-links")!.click();
  await until("the graph around it", () => page.frame.workbench.active("center")?.kind === "graph");
});
