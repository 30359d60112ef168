import { afterEach, expect, test } from "vitest";
import type { FakeBackend } from "../../ipc/fake";
import { startFake, until, type FakePage } from "../../testing/start-fake";

afterEach(() => document.body.replaceChildren());

const files = { "src/lines.rs": "fn grow() {}\n", "notes/buffer.md": "# Buffer\n", "a.md": "# A\n" };

function prepare({ graph }: FakeBackend): void {
  graph.name("note:notes/buffer.md", { title: "Buffer", line: 3 });
  graph.name("task:T-14", { title: "Cap growth", detail: "T-14" });
  graph.link("note:notes/buffer.md", "file:src/lines.rs", {
    kind: "mentions",
    origin: "written",
    reason: "[[lines.rs]] on line 3",
  });
  graph.link("task:T-14", "note:notes/buffer.md", { kind: "mentions", reason: "the note is named" });
  graph.link("run:1", "file:src/lines.rs", {
    kind: "failedAt",
    suggestion: true,
    reason: "its output names it",
  });
}

async function around(path: string, list = true): Promise<FakePage> {
  const page = await startFake({ files });
  prepare(page.fake);
  await page.frame.commands.run("editor.openFile", { path: { path }, preview: false });
  await until("the file", () => page.frame.workbench.active("center")?.kind === "editor");
  await page.frame.commands.run("graph.around");
  await until("the graph", () => page.root.querySelector("[data-testid=graph-details]") !== null);
  if (list) click(page, "graph-as-list");
  return page;
}

const click = ({ root }: FakePage, id: string): void =>
  root.querySelector<HTMLElement>(`[data-testid=${id}]`)?.click();
const rows = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll("[data-testid=graph-list] [role=treeitem]")].map((row) => row.textContent ?? "");
const list = ({ root }: FakePage) => root.querySelector<HTMLElement>("[data-testid=graph-list]");
const press = (page: FakePage, key: string): void =>
  void list(page)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const details = ({ root }: FakePage): string =>
  root.querySelector("[data-testid=graph-details]")?.textContent ?? "";
const lastAsked = ({ fake }: FakePage) =>
  fake.calls.findLast(({ name }) => name === "linkGraph")?.params as Record<string, unknown>;

test("the list says what is linked with the file in front, and why", async () => {
  const page = await around("src/lines.rs");
  expect(rows(page)).toEqual([
    "lines.rsfile",
    "Buffernotementions: [[lines.rs]] on line 3",
    "1commandfailed at: its output names it (suggested)",
  ]);
  expect(list(page)?.getAttribute("role")).toBe("tree");
  expect(page.frame.workbench.active("center")?.title()).toBe("Graph: lines.rs");
  click(page, "graph-suggestions");
  await until("no suggestions", () => rows(page).length === 2);
  expect(lastAsked(page)).toMatchObject({ of: "file:src/lines.rs", suggestions: false, depth: 1 });
});

test("keys walk the list, open what is chosen, and go around it and back", async () => {
  const page = await around("src/lines.rs");
  press(page, "ArrowDown");
  expect(details(page)).toContain("Buffer");
  expect(details(page)).toContain("[[lines.rs]] on line 3");
  const active = list(page)?.getAttribute("aria-activedescendant") ?? "";
  expect(document.getElementById(active)?.getAttribute("aria-selected")).toBe("true");
  press(page, "ArrowLeft");
  expect(details(page)).toContain("lines.rs");
  press(page, "ArrowRight");
  press(page, " ");
  await until("the other graph", () => rows(page)[0]?.startsWith("Buffer") === true);
  expect(details(page), "the new centre is chosen").toContain("Buffer");
  expect(rows(page).map((row) => row.slice(0, 6))).toEqual(["Buffer", "lines.", "T-14 C"]);
  page.root.querySelector<HTMLElement>("[aria-label=Back]")?.click();
  await until("the first graph", () => rows(page)[0]?.startsWith("lines.rs") === true);
  expect(details(page), "where one came from is chosen").toContain("Buffer");
  expect(page.frame.workbench.active("center")?.subject(), "Context follows").toBe("note:notes/buffer.md");
  press(page, "Enter");
  await until("the note", () => page.frame.workbench.active("center")?.kind === "editor");
  expect(page.frame.workbench.active("center")?.state()).toMatchObject({ path: { path: "notes/buffer.md" } });
});

test("kinds that are left out are not asked for", async () => {
  const page = await around("src/lines.rs");
  click(page, "graph-kind-run");
  await until("no commands", () => rows(page).length === 2);
  expect((lastAsked(page)["kinds"] as string[]).includes("run")).toBe(false);
  click(page, "graph-kind-run");
  await until("all kinds", () => rows(page).length === 3);
  expect(lastAsked(page)["kinds"]).toBeNull();
});

test("a link that a person makes is shown a moment later", async () => {
  const page = await around("src/lines.rs");
  await page.fake.ipc.linkAdd({ from: "file:src/lines.rs", to: "task:T-14" });
  await until("the link", () => rows(page).some((row) => row.startsWith("T-14 Cap growth")));
});

test("where no canvas can be drawn on, the list is offered", async () => {
  const page = await around("src/lines.rs", false);
  const offer = (): HTMLElement | undefined =>
    [...page.root.querySelectorAll<HTMLElement>("button")].find((it) => it.textContent === "Show the List");
  await until("the offer", () => offer() !== undefined);
  offer()?.click();
  expect(rows(page).length).toBe(3);
});

test("a Markdown file is its task, where it is one, and a note otherwise", async () => {
  const page = await startFake({ files });
  const task = page.fake.tasks.add({ title: "Cap growth" });
  for (const [path, of] of [
    [task.path, `task:${task.id}`],
    ["a.md", "note:a.md"],
  ]) {
    await page.frame.commands.run("graph.around", { path });
    expect(page.frame.workbench.find("graph")?.state()).toMatchObject({ of });
  }
});

test("without anything in front it says so, and what was looked at is listed", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("graph.around");
  expect(page.frame.notices.shown().map(({ message }) => message)[0]).toContain("Nothing is in front");
  await page.frame.commands.run("graph.open");
  await until(
    "the empty state",
    () => page.root.textContent?.includes("Show Around What Is in Front") === true,
  );
  page.fake.failNext("linkGraph", { code: "storage", message: "The disk is gone.", retryable: true });
  await page.frame.commands.run("graph.around", "run:7");
  await until("the failure", () => page.root.textContent?.includes("The disk is gone.") === true);
  page.frame.showSidebar("graph");
  await until("the list", () => page.root.querySelector(".graph-lately-row") !== null);
  expect(page.root.querySelector(".graph-lately-row")?.textContent).toBe("run:7");
});
