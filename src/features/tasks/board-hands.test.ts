import { afterEach, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { CARD } from "./board-layout";

afterEach(() => document.body.replaceChildren());

const ids = ({ root }: FakePage, name: string): string =>
  [...root.querySelectorAll(`.board-cell[aria-label^="${name}"] .task-id`)]
    .map((at) => at.textContent)
    .join();
const cards = ({ root }: FakePage): HTMLElement =>
  root.querySelector<HTMLElement>("[data-testid=board-cards]")!;
const chosen = ({ root }: FakePage): string =>
  root.querySelector(".board-card.chosen .task-id")?.textContent ?? "";
const press = (key: string, held: KeyboardEventInit = {}): void => {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, code: key, bubbles: true, cancelable: true, ...held }),
  );
};
const said = ({ root }: FakePage): string => root.querySelector(".board-said")?.textContent ?? "";
const params = ({ fake }: FakePage, name: string) =>
  fake.calls.filter((call) => call.name === name).map((call) => call.params);
const told = ({ root }: FakePage): string =>
  root.querySelector("[data-testid=board-told]")?.textContent ?? "";
const type = async (page: FakePage, text: string): Promise<void> => {
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=board-filter]")!;
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
};

async function shown(titles = ["One", "Two", "Three"], lanes = false): Promise<FakePage> {
  const page = await startFake({ files: {} });
  for (const title of titles) page.fake.tasks.add({ title, ...(lanes ? { labels: ["ui"] } : {}) });
  page.frame.workbench.open("board", "board", lanes ? { lanes: "label" } : {}, "Board");
  await until("the cards", () => ids(page, "To Do").includes(`T-${Math.min(titles.length, 9)}`));
  cards(page).focus();
  return page;
}

it("the cursor stays on a card that is set done, and Ctrl+Z takes that back", async () => {
  const page = await shown();
  press("ArrowDown");
  press("x");
  await until("it is done", () => ids(page, "Done") === "T-2");
  expect(chosen(page)).toBe("T-2");
  await until("its versions are known", () => params(page, "historyList").length === 1);
  press("z", { ctrlKey: true });
  await until("it is back", () => ids(page, "To Do") === "T-1,T-2,T-3");
  expect(chosen(page)).toBe("T-2");
});

it("the cursor goes to a neighbour of a card that the filter hides, and Escape shows everything", async () => {
  const page = await shown();
  press("End");
  await type(page, "t-1");
  expect(chosen(page)).toBe("T-1");
  await type(page, "nothing has this");
  await type(page, "tw");
  expect(chosen(page), "the card that was the last one seen is hidden").toBe("T-2");
  cards(page).focus();
  press("Escape");
  expect(ids(page, "To Do")).toBe("T-1,T-2,T-3");
  expect([chosen(page), said(page)]).toEqual(["T-2", "Everything is shown."]);
});

it("Escape in the filter clears it, and then goes to the cards", async () => {
  const page = await shown();
  await type(page, "two");
  press("Escape");
  expect(ids(page, "To Do")).toBe("T-1,T-2,T-3");
  press("Escape");
  expect(document.activeElement).toBe(cards(page));
});

it("a new task goes to the column and the lane of the cursor, or to the column of a head", async () => {
  const page = await shown(["One", "Two"], true);
  const answer = async (title: string): Promise<string> => {
    const field = (): HTMLInputElement | null => document.querySelector("[role=dialog] input");
    await until("the question", () => field() !== null);
    const asked = document.querySelector("[role=dialog]")?.textContent ?? "";
    field()!.value = title;
    field()!.dispatchEvent(new InputEvent("input", { bubbles: true }));
    field()!.form!.requestSubmit();
    await until("the answer", () => field() === null);
    return asked;
  };
  void page.frame.commands.run("tasks.new");
  expect(await answer("Three")).toContain("New Task in To Do, ui");
  await until("the card", () => ids(page, "To Do, ui") === "T-1,T-2,T-3");
  expect(params(page, "taskCreate")[0]).toEqual({ title: "Three", status: "To Do", labels: ["ui"] });
  expect(chosen(page)).toBe("T-3");
  page.root.querySelectorAll<HTMLElement>(".board-head-new")[1]!.click();
  expect(await answer("Four")).toContain("New Task in In Progress");
  await until("the other card", () => chosen(page) === "T-4");
  expect(params(page, "taskCreate")[1]).toEqual({ title: "Four", status: "In Progress" });
});

it("why a task was not moved stands in the board until it is read, with the way to its file", async () => {
  const page = await shown();
  page.fake.failNext("taskMove", {
    code: "invalid",
    message: "The front matter cannot be read.",
    hint: "Mend line 3.",
    retryable: false,
  });
  press("ArrowRight", { altKey: true });
  await until("it is told", () => told(page).includes("The front matter cannot be read. Mend line 3."));
  expect([ids(page, "To Do"), chosen(page)]).toEqual(["T-1,T-2,T-3", "T-1"]);
  page.root.querySelector<HTMLElement>("[data-testid=board-told] .icon-button")!.click();
  expect(told(page)).toBe("");
  expect(document.activeElement).toBe(cards(page));
});

it("a board that cannot be read again stays, and says so", async () => {
  const page = await shown();
  page.fake.failNext("taskBoard", { code: "io", message: "The disk is gone.", retryable: true });
  page.fake.files.write(".tenon/tasks/x.md", "");
  await until("it is told", () => told(page).includes("The disk is gone."));
  expect(ids(page, "To Do")).toBe("T-1,T-2,T-3");
  page.root.querySelector<HTMLElement>("[data-testid=board-told] .button")!.click();
  await until("it is read", () => told(page) === "");
});

it("cards that are read again stay the same, and so does the place that was scrolled to", async () => {
  const page = await shown(Array.from({ length: 40 }, (_, at) => `Task ${at}`));
  const first = page.root.querySelector(".board-card");
  const reads = (): number => params(page, "taskBoard").length;
  const before = reads();
  cards(page).scrollTop = CARD * 3;
  cards(page).dispatchEvent(new Event("scroll"));
  page.fake.tasks.add({ title: "Above all", id: "T-0" });
  page.fake.files.write(".tenon/tasks/x.md", "");
  await until("it is read again", () => reads() > before && ids(page, "To Do").includes("T-4"));
  expect(page.root.querySelector(".board-card")).toBe(first);
  expect(cards(page).scrollTop).toBe(CARD * 3);
});

it("the cursor is brought into sight sideways", async () => {
  const page = await startFake({ files: {} });
  page.fake.tasks.statuses.splice(0, 3, ...Array.from({ length: 12 }, (_, at) => `S${at}`));
  for (let at = 0; at < 12; at += 1) page.fake.tasks.add({ title: `Task ${at}`, status: `S${at}` });
  await page.frame.commands.run("tasks.board");
  await until("the columns", () => page.root.querySelectorAll(".board-head").length === 12);
  const sizes = { scrollWidth: 2_400, clientWidth: 600 };
  for (const [name, value] of Object.entries(sizes))
    Object.defineProperty(cards(page), name, { configurable: true, value });
  cards(page).focus();
  for (let at = 0; at < 11; at += 1) press("ArrowRight");
  expect(chosen(page)).toBe("T-12");
  expect(cards(page).scrollLeft).toBe(1_800);
  for (let at = 0; at < 11; at += 1) press("ArrowLeft");
  expect(cards(page).scrollLeft).toBe(0);
});

it("a card counts the labels that have no room, and names what it waits for", async () => {
  const page = await startFake({ files: {} });
  page.fake.tasks.add({ title: "One", labels: ["core", "search", "editor", "windows"], priority: "high" });
  page.fake.tasks.add({ title: `Two ${"long ".repeat(40)}`.trim(), dependsOn: ["T-1"] });
  await page.frame.commands.run("tasks.board");
  await until("the cards", () => ids(page, "To Do") === "T-1,T-2");
  const tip = (part: string): string | null =>
    page.root.querySelector(`.board-${part}[data-tip]`)?.getAttribute("data-tip") ?? null;
  expect(page.root.querySelector(".board-more")?.textContent).toBe("+2");
  expect(tip("more")).toBe("editor\nwindows");
  expect(tip("waits")).toBe("T-1 One");
  expect(tip("card-title"), "of the long one alone").toBe(`T-2 Two ${"long ".repeat(40)}`.trim());
});
