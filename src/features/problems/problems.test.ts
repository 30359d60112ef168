import { afterEach, describe, expect, it } from "vitest";
import type { ProblemInfo } from "../../ipc/bindings";
import { startFake, until } from "../../testing/start-fake";
import { compareProblems, filterProblems, lineOf, neighbour, rowsOf } from "./problem-rows";

const problem = (path: string, line: number, more: Partial<ProblemInfo> = {}): ProblemInfo => ({
  path: { path },
  line,
  column: null,
  endColumn: null,
  severity: "error",
  code: null,
  message: `in ${path}`,
  source: "cc",
  command: "make",
  script: null,
  run: "r",
  terminal: "t",
  ...more,
});

afterEach(() => document.body.replaceChildren());

describe("rows of problems", () => {
  const all = [
    problem("b.c", 9, { severity: "warning" }),
    problem("a.c", 3, { severity: "info" }),
    problem("a.c", 1, { severity: "warning" }),
    problem("c.c", 2),
  ];

  it("stand below their files, those with errors first", () => {
    const text = rowsOf(all, new Set()).map((row) => (row.type === "file" ? row.path : row.problem.line));
    expect(text).toEqual(["c.c", 2, "a.c", 1, 3, "b.c", 9]);
    const folded = rowsOf(all, new Set(["a.c"])).map((row) => row.key.split("\n")[0]);
    expect(folded).toEqual(["c.c", "c.c", "a.c", "b.c", "b.c"]);
  });

  it("are filtered by words that they have, and by those that they have not", () => {
    expect(filterProblems(all, "A.C").map(({ line }) => line)).toEqual([3, 1]);
    expect(filterProblems(all, "warning !b.c").map(({ line }) => line)).toEqual([1]);
    expect(filterProblems(all, " ")).toHaveLength(4);
  });

  it("are written in one line", () => {
    const one = problem("a.c", 3, { column: 5, code: "E1", message: "no" });
    expect(lineOf(one)).toBe("a.c:3:5: error: no (cc E1)");
  });

  it("follow each other through all files, round at the ends", () => {
    const sorted = [...all].sort(compareProblems);
    expect(neighbour(all, undefined, 1)).toBe(sorted[0]);
    let at: ProblemInfo | undefined = sorted[0];
    const seen: string[] = [];
    for (let step = 0; step < 4 && at; step += 1) {
      seen.push(`${at.path.path}:${at.line}`);
      at = neighbour(all, { path: at.path, line: at.line, column: at.column ?? 1 }, 1);
    }
    expect(seen).toEqual(["a.c:1", "a.c:3", "b.c:9", "c.c:2"]);
    expect(at).toBe(sorted[0]);
    expect(neighbour(all, { path: { path: "a.c" }, line: 1, column: 1 }, -1)).toBe(sorted[3]);
    expect(neighbour([], undefined, 1)).toBeUndefined();
  });
});

describe("the panel of problems", () => {
  const rows = () => [...document.querySelectorAll(".problem-row")].map((row) => row.textContent);
  const panel = () => document.querySelector<HTMLElement>("[data-testid=problems-panel]");
  const setup = async () => {
    const page = await startFake({ files: { "a.txt": "one\ntwo three\n", "b.txt": "x\n" } });
    await page.frame.commands.run("problems.show");
    await until("the panel", () => panel() !== null);
    return page;
  };
  const press = (key: string, more: KeyboardEventInit = {}) =>
    document
      .querySelector("[data-testid=problems-rows]")
      ?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));

  it("says what to do while there is none, and counts them in the status bar", async () => {
    const { fake } = await setup();
    await until("empty", () => panel()?.textContent.includes("No problem is known.") === true);
    const status = () => document.querySelector("[data-testid=status-problems]")?.getAttribute("aria-label");
    expect(status()).toBe("Problems: 0 errors, 0 warnings");
    fake.scripts.tell([
      { message: "no good", line: 2, column: 5, severity: "warning" },
      { message: "worse", path: { path: "b.txt" } },
    ]);
    await until("the rows", () => rows().length === 4);
    expect(rows()).toEqual(["b.txt1", "worsecc1", "a.txt1", "no goodcc2:5"]);
    expect(status()).toBe("Problems: 1 error, 1 warning");
  });

  it("is walked by keys, opens a place, and copies", async () => {
    const { fake, frame } = await setup();
    fake.scripts.tell([{ message: "no good", line: 2, column: 5 }]);
    await until("the rows", () => rows().length === 2);
    press("ArrowDown");
    press("ArrowLeft");
    await until("the file is chosen", () => document.querySelector(".problem-row-file.chosen") !== null);
    press("ArrowLeft");
    await until("folded", () => rows().length === 1);
    press("ArrowRight");
    await until("unfolded", () => rows().length === 2);
    press("ArrowDown");
    press("c", { ctrlKey: true });
    await until("copied", () => fake.calls.some(({ name }) => name === "clipboardWrite"));
    press("Enter");
    await until("the marked word", () => document.querySelector(".cm-problem")?.textContent === "three");
    expect(document.querySelector(".cm-problem-line-error")).not.toBeNull();
    await frame.commands.run("problems.clear");
    await until("nothing is left", () => rows().length === 0);
    await until("no mark", () => document.querySelector(".cm-problem") === null);
  });

  it("says when the problems cannot be read, and tries again", async () => {
    const { fake } = await setup();
    fake.failNext("problemList", { code: "internal", message: "It broke.", hint: null, retryable: false });
    fake.scripts.tell([{ message: "no good" }]);
    await until("the failure", () => panel()?.textContent.includes("It broke.") === true);
    panel()?.querySelector<HTMLButtonElement>(".state-actions button")?.click();
    await until("the rows", () => rows().length === 2);
  });
});
