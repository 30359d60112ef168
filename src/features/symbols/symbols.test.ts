import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const files = {
  "src/step.rs": "impl Step {\n    fn grow(&self) {\n        other();\n    }\n}\n",
  "src/other.rs": "fn other() {}\nfn twice() {\n    other();\n}\n",
  "src/more.rs": "use step::twice;\nfn twice() {}\n",
};
const titles = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll("[data-testid=palette] .quick-title")].map((row) => row.textContent ?? "");
const shownPath = (page: FakePage): string | undefined =>
  (page.frame.workbench.active("center")?.state() as { path?: { path: string } } | undefined)?.path?.path;
const accept = ({ root }: FakePage): void =>
  void root
    .querySelector("[data-testid=palette-input]")
    ?.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));

async function opened(path: string, line: number, column: number): Promise<FakePage> {
  const page = await startFake({ files });
  await page.frame.commands.run("editor.openFile", { path, line, column });
  await until("the text", () => page.root.querySelector(".cm-content") !== null);
  return page;
}

test("symbols of the folder are found by some letters and opened", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("symbols.workspace");
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=palette-input]");
  if (!field) throw new Error("The palette is not open.");
  field.value = "#grw";
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  await until("the symbol", () => titles(page).join() === "grow");
  accept(page);
  await until("its file", () => shownPath(page) === "src/step.rs");
});

test("the outline lists the file in front", async () => {
  const page = await opened("src/step.rs", 1, 1);
  await page.frame.commands.run("symbols.outline");
  await until("the outline", () => titles(page).join() === "Step,\u2003grow");
});

test("the breadcrumb says what the cursor stands in, and follows it", async () => {
  const page = await opened("src/step.rs", 3, 1);
  const crumbs = (): string =>
    [...page.root.querySelectorAll(".breadcrumb-symbol")].map((part) => part.textContent).join();
  await until("both names", () => crumbs() === "Step,grow");
  await page.frame.commands.run("editor.goToLine", { line: 5 });
  await until("the outer one", () => crumbs() === "Step");
});

test("a name leads to its definition", async () => {
  const page = await opened("src/step.rs", 3, 11);
  await page.frame.commands.run("editor.goToDefinition");
  await until("the other file", () => shownPath(page) === "src/other.rs");
});

test("of more definitions one is chosen, and a name without one says so", async () => {
  const page = await opened("src/other.rs", 2, 4);
  await page.frame.commands.run("symbols.definition", { path: { path: "src/step.rs" }, line: 1, column: 1 });
  await until(
    "a word about it",
    () => page.root.textContent?.includes("No definition of this name") === true,
  );
  void page.frame.commands.run("editor.goToDefinition");
  const rows = (): string[] =>
    [...page.root.querySelectorAll(".quick-detail")].map((row) => row.textContent ?? "");
  await until("the choice", () => rows().length === 2);
  expect(rows()).toEqual(["function · src/more.rs:2", "function · src/other.rs:2"]);
});

test("references stand in the Search view", async () => {
  const page = await opened("src/other.rs", 1, 5);
  await page.frame.commands.run("editor.findReferences");
  const found = (): string | null | undefined =>
    page.root.querySelector("[data-testid=search-found]")?.textContent;
  await until("the references", () => found() === "References to other: 3 results in 2 files");
});

test("what defines or imports a name is marked in the list of references", async () => {
  const page = await opened("src/other.rs", 2, 5);
  await page.frame.commands.run("editor.findReferences");
  const lines = (): string[] =>
    [...page.root.querySelectorAll(".search-line-hit")].map(
      (row) => row.querySelector(".search-tag")?.textContent ?? "",
    );
  await until("the references", () => lines().length === 3);
  expect(lines()).toEqual(["import", "definition", "definition"]);
});
