import { afterEach, expect, it } from "vitest";
import type { HistoryVersion, TaskBoard } from "../../ipc/bindings";
import { makeFake } from "../../ipc/fake";
import type { Panel } from "../../kernel/app";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { writtenBy } from "./board-undo";

afterEach(() => document.body.replaceChildren());

const pathOf = (title: string, id: number): string => `.tenon/tasks/T-${id} ${title}.md`;
const ids = ({ root }: FakePage, name: string): string =>
  [...root.querySelectorAll(`.board-cell[aria-label^="${name}"] .task-id`)]
    .map((at) => at.textContent)
    .join();
const press = (key: string, held: KeyboardEventInit = {}): void => {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...held }),
  );
};
const count = ({ fake }: FakePage, name: string): number =>
  fake.calls.filter((call) => call.name === name).length;
const said = ({ root }: FakePage): string => root.querySelector(".board-said")?.textContent ?? "";

async function shown(): Promise<FakePage> {
  const page = await startFake({ files: {} });
  ["One", "Two", "Three"].forEach((title, at) => {
    page.fake.tasks.add({ title });
    // The files say more than the fake reads, and in a form of their own.
    page.fake.files.write(
      pathOf(title, at + 1),
      `---\nid: 'T-${at + 1}'  # mine\ntitle: ${title}\n---\nText\n`,
    );
  });
  await page.frame.commands.run("tasks.board");
  await until("the cards", () => ids(page, "To Do") === "T-1,T-2,T-3");
  page.root.querySelector<HTMLElement>("[data-testid=board-cards]")!.focus();
  return page;
}
const textOf = ({ fake }: FakePage, path: string): string => new TextDecoder().decode(fake.files.read(path));

it("a move in a column is taken back byte for byte", async () => {
  const page = await shown();
  const [path] = [pathOf("One", 1)];
  const before = textOf(page, path);
  press("ArrowDown", { altKey: true });
  expect(ids(page, "To Do")).toBe("T-2,T-1,T-3");
  await until("the file", () => textOf(page, path).includes("ordinal: 1000"));
  press("z", { ctrlKey: true });
  await until("it is back", () => textOf(page, path) === before && ids(page, "To Do") === "T-1,T-2,T-3");
  expect(count(page, "taskMove"), "no other move").toBe(1);
  expect(said(page)).toBe("T-1 One moved to To Do, place 1 of 3.");
});

it("what was written since stays, the move alone is taken back, and that is told", async () => {
  const page = await shown();
  const path = pathOf("One", 1);
  press("ArrowDown", { altKey: true });
  await until("its versions are known", () => count(page, "historyList") === 1);
  page.fake.files.write(path, "more\n");
  page.fake.history.add(path, "more\n", { kind: "external" });
  press("z", { ctrlKey: true });
  await until("the other move", () => count(page, "taskMove") === 2);
  await until("it is told", () => page.root.textContent?.includes("with what was written since") === true);
  expect(count(page, "historyRestore")).toBe(0);
  expect(ids(page, "To Do")).toBe("T-1,T-2,T-3");
});

it("unsaved text in an editor is not written under: the core refuses, and the card stays", async () => {
  const page = await shown();
  press("ArrowDown", { altKey: true });
  await until("its versions are known", () => count(page, "historyList") === 1);
  const { workbench } = page.frame;
  const editor = { state: () => ({ path: { path: pathOf("One", 1) } }), dirty: () => true };
  workbench.panels = () => [editor as unknown as Panel];
  page.fake.failNext("taskMove", { code: "preconditionFailed", message: "It is open.", retryable: false });
  await page.frame.commands.run("tasks.undoMove");
  await until("it is told", () => page.root.textContent?.includes("It is open.") === true);
  expect(count(page, "historyRestore")).toBe(0);
});

it("a move wrote the cards that made room, and none that something else wrote or nothing is known of", async () => {
  const { tasks, ipc, history } = makeFake();
  for (const id of ["T-1", "T-2", "T-3"]) tasks.add({ id, path: id });
  const before = await ipc.taskBoard({ lanes: null });
  const after: TaskBoard = {
    ...before,
    tasks: before.tasks.map((task, at) => (at < 2 ? { ...task, ordinal: at } : task)),
  };
  const add = (path: string, part: Partial<HistoryVersion>): number => history.add(path, "", part).id;
  const one = { path: "T-1", before: add("T-1", { kind: "away" }), after: add("T-1", { kind: "save" }) };
  expect(await writtenBy(ipc, "T-1", before, after), "T-2 has no versions").toBe(undefined);
  const two = { path: "T-2", before: add("T-2", {}), after: add("T-2", {}) };
  add("T-2", { onDisk: false });
  expect(await writtenBy(ipc, "T-1", before, after)).toEqual([one, two]);
  expect(await writtenBy(ipc, "T-1", before, before), "nothing was written").toBe(undefined);
  add("T-2", { kind: "external" });
  expect(await writtenBy(ipc, "T-1", before, after), "somebody else wrote T-2").toBe(undefined);
});

it("each move is taken back byte for byte, the last one first, until there is none", async () => {
  const page = await shown();
  const [path] = [pathOf("One", 1)];
  const before = textOf(page, path);
  press("ArrowDown", { altKey: true });
  await until("the first", () => count(page, "historyList") >= 1 && ids(page, "To Do") === "T-2,T-1,T-3");
  const between = textOf(page, path);
  press("ArrowDown", { altKey: true });
  await until("the second", () => ids(page, "To Do") === "T-2,T-3,T-1" && textOf(page, path) !== between);
  await until("its versions are known", () => count(page, "historyList") >= 2);
  press("z", { ctrlKey: true });
  await until("the second is back", () => textOf(page, path) === between);
  press("z", { ctrlKey: true });
  await until("the first is back", () => textOf(page, path) === before);
  expect(ids(page, "To Do")).toBe("T-1,T-2,T-3");
  expect(count(page, "taskMove"), "no other move").toBe(2);
  press("z", { ctrlKey: true });
  await until("it says so", () => said(page) === "There is no move to take back.");
});
