import { expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { holdsTasks } from "./task-changes";
import { dueOf } from "./task-words";

const titles = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll(".task-group, .task-title")].map((row) => row.textContent ?? "");
const list = ({ root }: FakePage): HTMLElement =>
  root.querySelector<HTMLElement>("[data-testid=tasks-rows]")!;
const press = (key: string): void => {
  document.activeElement?.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
  );
};

async function shown(): Promise<FakePage> {
  const page = await startFake({ files: {} });
  page.fake.tasks.add({ title: "Cap the buffer", labels: ["ui"] });
  page.fake.tasks.add({ title: "Draw the board", status: "In Progress", dependsOn: ["T-1"] });
  for (const { path } of page.fake.tasks.all()) page.fake.files.write(path, "A task.\n");
  await page.frame.commands.run("tasks.show");
  await until("the tasks", () => titles(page).length === 4);
  return page;
}

it("tasks stand in their groups, and words and readiness choose among them", async () => {
  const page = await shown();
  expect(titles(page)).toEqual(["To Do", "Cap the buffer", "In Progress", "Draw the board"]);
  expect(page.root.querySelector(".rail-button[aria-label=Tasks] .rail-count")?.textContent).toBe("1");
  expect(page.root.querySelector(".task-waits")?.textContent).toBe("waits for T-1");
  page.root.querySelector<HTMLElement>("[data-testid=tasks-ready]")?.click();
  expect(titles(page)).toEqual(["To Do", "Cap the buffer"]);
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=tasks-filter]")!;
  field.value = "nothing like it";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  expect(page.root.textContent).toContain("No task passes the filter.");
});

it("tasks that are begun stand below the files, and open from there", async () => {
  const page = await shown();
  await page.frame.commands.run("explorer.focus");
  const rows = () => [...page.root.querySelectorAll<HTMLElement>(".sidebar-section button")];
  await until("the section", () => rows().length === 1);
  expect(rows()[0]?.textContent).toBe("T-2 Draw the board");
  rows()[0]?.click();
  await until("its file", () => page.frame.workbench.active("center")?.title().includes("Draw") === true);
  await page.fake.ipc.taskEdit({ id: "T-2", status: "Done" });
  window.dispatchEvent(new Event("focus"));
  await page.frame.commands.run("tasks.show");
  await page.frame.commands.run("explorer.focus");
  await until("it is gone with the last one", () => page.root.querySelector(".sidebar-section") === null);
});

it("marks in code are looked for when they are asked for, and t makes a task of one", async () => {
  const page = await startFake({ files: { "src/a.ts": "let a; // TODO: cap it\n\n// FIXME: tell it\n" } });
  await page.frame.commands.run("tasks.show");
  await until("the panel", () => page.root.querySelector("[data-testid=found-toggle]") !== null);
  expect(page.fake.calls.some(({ name }) => name === "taskCandidates")).toBe(false);
  page.root.querySelector<HTMLElement>("[data-testid=found-toggle]")?.click();
  const rows = () =>
    [...page.root.querySelectorAll(".found-row")].map((row) =>
      row.textContent?.replaceAll(/\s+/g, " ").trim(),
    );
  await until("the marks", () => rows().length === 2);
  expect(rows()).toEqual(["TODOcap it", "FIXMEtell it"]);
  page.root.querySelector<HTMLElement>("[data-testid=found-rows]")?.focus();
  press("ArrowDown");
  press("t");
  await until("it is a task", () => rows()[1] === "T-1tell it");
  expect(page.fake.tasks.all().map(({ title }) => title)).toEqual(["tell it"]);
  press("t");
  press("Enter");
  await until("its place", () => page.frame.workbench.active("center")?.title() === "a.ts");
  expect(page.fake.tasks.all().length, "once is enough").toBe(1);
  await page.frame.commands.run("editor.openFile", { path: { path: "src/a.ts" }, line: 1 });
  await until("the line", () => page.root.querySelector(".cm-editor") !== null);
  await page.frame.commands.run("tasks.adopt");
  await until("the other one", () => page.fake.tasks.all().length === 2);
});

it("what git suggests is taken by a click", async () => {
  const page = await startFake({ files: {} });
  const reason = "Its branch is merged into main.";
  page.fake.tasks.add({ title: "Cap", branch: "cap", suggestedStatus: "Done", suggestionReason: reason });
  await page.frame.commands.run("tasks.show");
  const chip = () => page.root.querySelector<HTMLElement>(".task-suggested");
  await until("the suggestion", () => chip()?.textContent === "Done?" && chip()?.dataset["tip"] === reason);
  chip()?.click();
  await until("it is taken", () => page.fake.tasks.all()[0]?.status === "Done");
});

it("the keys of the list set done, make a task and open its file", async () => {
  const page = await shown();
  await page.frame.commands.run("tasks.show");
  expect(document.activeElement, "the list has the focus").toBe(list(page));
  press("ArrowDown");
  press("x");
  await until("it is done", () => titles(page).includes("Done"));
  expect(page.fake.tasks.all().find(({ id }) => id === "T-1")?.status).toBe("Done");
  press("c");
  const field = () => document.querySelector<HTMLInputElement>("[role=dialog] input");
  await until("the question", () => field() !== null);
  field()!.value = "Write the guide";
  field()!.dispatchEvent(new InputEvent("input", { bubbles: true }));
  field()!.form?.requestSubmit();
  await until("the new task", () => titles(page).includes("Write the guide"));
  await until("the cursor on it", () =>
    (page.root.querySelector(".task-row.chosen")?.textContent ?? "").includes("Write the guide"),
  );
  list(page).focus();
  press("Enter");
  await until("its file", () => page.frame.workbench.active("center")?.title().includes("Write") === true);
});

it("files of tasks that change are read again, and others are not", async () => {
  const page = await shown();
  const asked = (): number => page.fake.calls.filter(({ name }) => name === "taskList").length;
  const before = asked();
  page.fake.files.write("src/a.rs", "");
  page.fake.tasks.add({ title: "From outside" });
  page.fake.files.write(".tenon/tasks/T-3.md", "");
  await until("the new one", () => titles(page).includes("From outside"));
  expect(asked()).toBe(before + 1);
  page.fake.tasks.add({ title: "From the command line" });
  page.fake.journal.append({ kind: "document.saved", file: { path: "src/a.rs" } });
  page.fake.journal.append({ kind: "task.created", subject: "task:T-4" });
  await until("that one", () => titles(page).includes("From the command line"));
  expect(asked()).toBe(before + 2);
  expect(["", "src", ".tenon", ".tenon/tasks/drafts", "backlog", "backlogs"].map(holdsTasks)).toEqual([
    false,
    false,
    true,
    true,
    true,
    false,
  ]);
});

it("no task, a fault and ids that two tasks have are told with what to do", async () => {
  const page = await startFake({ files: {} });
  page.fake.failNext("taskList", { code: "storage", message: "The disk is gone.", retryable: true });
  await page.frame.commands.run("tasks.show");
  await until("the fault", () => page.root.textContent?.includes("The disk is gone.") === true);
  [...page.root.querySelectorAll("button")].find((at) => at.textContent === "Try Again")?.click();
  await until("what it is for", () => page.root.textContent?.includes("There is no task.") === true);
  page.fake.tasks.add({ id: "T-1", title: "One" });
  page.fake.tasks.add({ id: "T-1", title: "Two" });
  const message = "T-1 belongs to two files.";
  page.fake.tasks.problems = [{ kind: "duplicateId", message, paths: [], line: null, ids: ["T-1"] }];
  page.fake.emit({ type: "filesChanged", folders: [], rescan: true });
  const line = () => page.root.querySelector<HTMLElement>("[data-testid=tasks-problems]");
  await until("the line", () => line()?.textContent === "1 problem with tasks");
  line()?.click();
  await until("the sentence", () => document.body.textContent?.includes(message) === true);
  press("Enter");
  const repair = () => [...document.querySelectorAll("button")].find((at) => at.textContent === "Repair");
  await until("the plan", () => document.body.textContent?.includes("T-1 → T-3") === true);
  repair()?.click();
  await until("no problem", () => line() === null);
  expect(page.fake.tasks.all().map(({ id }) => id)).toEqual(["T-1", "T-3"]);
});

it("says when a task is due as people do", () => {
  const now = new Date(2026, 2, 1, 15).getTime();
  expect(["2026-03-01", "2026-03-02", "2026-02-27", "soon"].map((day) => dueOf(day, now).text)).toEqual([
    "today",
    "tomorrow",
    "2 days ago",
    "soon",
  ]);
  expect(dueOf("2026-02-27", now).late).toBe(true);
});
