import { afterEach, describe, expect, it } from "vitest";
import type { SymbolRow } from "../../ipc/search-types";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { outlineRows, rowAt, shownRows } from "./outline-rows";

const symbol = (name: string, line: number, endLine: number, parent: string[] = []): SymbolRow => ({
  id: "",
  ref: `symbol:${name}`,
  kind: "function",
  name,
  parent,
  path: { path: "a.rs" },
  line,
  column: 1,
  endLine,
  signature: "",
  doc: "",
});
const step = [
  symbol("next", 2, 5, ["Step"]),
  symbol("Step", 1, 20),
  symbol("inner", 3, 4, ["Step", "next"]),
  symbol("grow", 6, 9, ["Step"]),
  symbol("free", 30, 31),
];

describe("the rows of an outline", () => {
  it("stand in the order of the file, each in what is around it", () => {
    const rows = outlineRows(step);
    expect(rows.map(({ symbol: { name }, level, holds }) => [name, level, holds])).toEqual([
      ["Step", 1, true],
      ["next", 2, true],
      ["inner", 3, false],
      ["grow", 2, false],
      ["free", 1, false],
    ]);
  });

  it("tell two of one name apart, and keep their keys when lines move", () => {
    const twice = [symbol("new", 1, 2), symbol("new", 4, 5)];
    const keys = outlineRows(twice).map(({ key }) => key);
    expect(new Set(keys).size).toBe(2);
    const moved = twice.map((row) => ({ ...row, line: row.line + 7, endLine: row.endLine + 7 }));
    expect(outlineRows(moved).map(({ key }) => key)).toEqual(keys);
  });

  it("leave out what is folded away, and with a filter all but what fits and what is around it", () => {
    const rows = outlineRows(step);
    const names = (filter: string, closed: string[] = []): string[] =>
      shownRows(rows, filter, new Set(closed)).map((row) => row.symbol.name);
    const [first] = rows;
    expect(names("", [first?.key ?? ""]), "all that is below").toEqual(["Step", "free"]);
    expect(names("inn", [first?.key ?? ""]), "a filter looks into what is folded").toEqual([
      "Step",
      "next",
      "inner",
    ]);
    expect(names("nothing")).toEqual([]);
  });

  it("mark the innermost one in sight at a line", () => {
    const rows = outlineRows(step);
    expect([3, 5, 10, 25, 30].map((line) => rowAt(rows, line)?.symbol.name)).toEqual([
      "inner",
      "next",
      "Step",
      undefined,
      "free",
    ]);
    expect(rowAt(shownRows(rows, "", new Set([rows[1]?.key ?? ""])), 3)?.symbol.name).toBe("next");
  });
});

describe("the outline", () => {
  afterEach(() => document.body.replaceChildren());
  const files = {
    "a.rs": "impl Step {\n    fn grow() {\n    }\n    fn shrink() {\n    }\n}\nfn free() {\n}\n",
    "b.md": "# Title\n\ntext\n\n## Part\n\n### Piece\n\n## Other\n",
    "c.txt": "nothing\n",
  };
  const rows = ({ root }: FakePage): (string | null)[] =>
    [...root.querySelectorAll("[data-testid=outline-rows] .outline-name")].map((row) => row.textContent);
  const here = ({ root }: FakePage): string | null | undefined =>
    root.querySelector("[aria-current=location] .outline-name")?.textContent;
  const says = ({ root }: FakePage, text: string): boolean =>
    root.querySelector("[data-testid=outline-panel]")?.textContent?.includes(text) === true;
  const press = (key: string): void =>
    void document.activeElement?.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
    );
  async function opened(path: string, line = 1): Promise<FakePage> {
    const page = await startFake({ files });
    await page.frame.commands.run("editor.openFile", { path, line });
    await page.frame.commands.run("outline.show");
    await until("the outline", () => page.root.querySelector("[data-testid=outline-panel]") !== null);
    return page;
  }

  it("shows the file in front and where the cursor is, and goes there by keys", async () => {
    const page = await opened("a.rs", 5);
    await until("its symbols", () => rows(page).join() === "Step,grow,shrink,free");
    await until("the cursor", () => here(page) === "shrink");
    await page.frame.commands.run("outline.show");
    await until("the focus", () => document.activeElement?.getAttribute("role") === "tree");
    press("ArrowDown");
    press("Enter");
    await until("the place", () => here(page) === "free");
    await page.frame.commands.run("outline.show");
    press("Home");
    press("ArrowLeft");
    await until("it is folded", () => rows(page).join() === "Step,free");
  });

  it("has the headings of Markdown, and follows what comes to the front", async () => {
    const page = await opened("a.rs");
    await until("its symbols", () => rows(page).length === 4);
    await page.frame.commands.run("editor.openFile", { path: "b.md", line: 7 });
    await until("its headings", () => rows(page).join() === "Title,Part,Piece,Other");
    await until("the cursor", () => here(page) === "Piece");
    await page.frame.commands.run("editor.openFile", { path: "c.txt" });
    await until("a word", () => says(page, "Nothing is known in this file."));
  });

  it("filters, and says when nothing fits", async () => {
    const page = await opened("a.rs");
    await until("its symbols", () => rows(page).length === 4);
    const field = page.root.querySelector<HTMLInputElement>("[aria-label='Filter the outline']");
    if (!field) throw new Error("no filter");
    const type = (text: string): void => {
      field.value = text;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    };
    type("shr");
    await until("what fits", () => rows(page).join() === "Step,shrink");
    type("zzz");
    await until("a word", () => says(page, "No name passes the filter."));
  });

  it("says what failed, and tries again", async () => {
    const page = await startFake({ files });
    await page.frame.commands.run("editor.openFile", { path: "a.rs" });
    await until("the text", () => page.root.querySelector(".cm-content") !== null);
    // Others ask the same: the path above the text, and the context.
    const damaged = { code: "storage", message: "It is damaged.", retryable: false };
    for (let asker = 0; asker < 4; asker++) page.fake.failNext("symbolsOutline", damaged);
    await page.frame.commands.run("outline.show");
    await until("the fault", () => says(page, "It is damaged."));
    await until("its symbols", () => {
      const buttons = [...page.root.querySelectorAll<HTMLElement>("[data-testid=outline-panel] .button")];
      buttons.find(({ textContent }) => textContent === "Try Again")?.click();
      return rows(page).length === 4;
    });
  });

  it("asks for nothing while it is hidden", async () => {
    const page = await opened("a.rs");
    await until("its symbols", () => rows(page).length === 4);
    page.frame.workbench.showArea("right", false);
    const panels = (): number => page.fake.calls.filter(({ name }) => name === "symbolsOutline").length;
    await page.frame.commands.run("editor.openFile", { path: "c.txt" });
    await until("the breadcrumb asked", () =>
      page.fake.calls.some(
        ({ name, params }) =>
          name === "symbolsOutline" && (params as { path: { path: string } }).path.path === "c.txt",
      ),
    );
    const before = panels();
    page.frame.workbench.showArea("right", true);
    await until("it asks once it is seen", () => panels() === before + 1);
  });
});
