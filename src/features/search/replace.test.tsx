import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const files = { "a.txt": "one\ntwo\nOne one\n", "b.txt": "one\n" };
const find = <T extends Element = HTMLElement>({ root }: FakePage, selector: string): T => {
  const found = root.querySelector<T>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
};
const rows = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll(".search-line-hit .search-text")].map((row) => row.innerHTML);
const text = (page: FakePage, path: string): string => new TextDecoder().decode(page.fake.files.read(path));
const button = (page: FakePage): string => find(page, "[data-testid=search-replace-all]").textContent ?? "";

function type(page: FakePage, id: string, value: string): void {
  const field = find<HTMLInputElement>(page, `[data-testid=${id}]`);
  field.value = value;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function previewed(replacement: string): Promise<FakePage> {
  const page = await startFake({ files });
  await page.frame.commands.run("search.replace");
  type(page, "search-input", "one");
  type(page, "search-replacement", replacement);
  await until("the preview", () => button(page) === "Replace 3 hits in 2 files");
  return page;
}

test("the preview shows what goes and what comes, and a key makes it anew", async () => {
  const page = await previewed("six");
  const first = "<del>one</del><ins>six</ins>";
  await until("the lines", () => rows(page)[0] === first);
  expect(rows(page)).toEqual([first, `<del>One</del><ins>six</ins><span> </span>${first}`, first]);
  type(page, "search-replacement", "");
  await until("nothing comes", () => rows(page)[0] === "<del>one</del>");
  type(page, "search-replacement", "six");
  find(page, "[data-testid=search-preserveCase]").click();
  await until("the case", () => rows(page)[1]?.startsWith("<del>One</del><ins>Six</ins>") === true);
  expect(text(page, "a.txt"), "nothing is changed yet").toBe(files["a.txt"]);
});

test("what is chosen is replaced, and all of it taken back at once", async () => {
  const page = await previewed("six");
  const boxes = page.root.querySelectorAll<HTMLInputElement>(".search-line-hit .search-check");
  boxes[1]?.click();
  await until("one less", () => button(page) === "Replace 2 hits in 2 files");
  expect(find<HTMLInputElement>(page, ".search-line-file .search-check").indeterminate).toBe(true);
  expect(rows(page)[1], "what stays is shown as it is").toContain("<mark>One</mark>");
  find(page, "[data-testid=search-replace-all]").click();
  await until("the sentence", () => page.root.querySelector("[data-testid=search-told]") !== null);
  expect(find(page, "[data-testid=search-told]").textContent).toContain("Replaced 2 hits in 2 files.");
  expect([text(page, "a.txt"), text(page, "b.txt")]).toEqual(["six\ntwo\nOne one\n", "six\n"]);
  find(page, "[data-testid=search-told] button").click();
  await until("the undoing", () => text(page, "b.txt") === "one\n");
  expect(text(page, "a.txt")).toBe(files["a.txt"]);
});

test("a replacing out of sight is told in a notice with the way back", async () => {
  const page = await previewed("six");
  await page.frame.commands.run("timeline.show");
  await page.frame.commands.run("search.replaceAll");
  await until("the notice", () => page.frame.notices.shown().length === 1);
  expect(page.frame.notices.shown()[0]?.message).toBe("Replaced 3 hits in 2 files.");
});

test("what is carried out is what is shown, not what is typed behind it", async () => {
  const page = await previewed("six");
  type(page, "search-replacement", "sixty");
  await page.frame.commands.run("search.replaceAll");
  await until("the replacing", () => text(page, "b.txt") === "six\n");
});

test("a file is left out by its box", async () => {
  const page = await previewed("six");
  find<HTMLInputElement>(page, ".search-line-file .search-check").click();
  await until("the other alone", () => button(page) === "Replace 1 hit in 1 file");
  await page.frame.commands.run("search.replaceAll");
  await until("the replacing", () => text(page, "b.txt") === "six\n");
  expect(text(page, "a.txt")).toBe(files["a.txt"]);
});

test("a file that changed meanwhile is left alone and named", async () => {
  const page = await previewed("six");
  page.fake.files.write("b.txt", "one more\n");
  await page.frame.commands.run("search.replaceAll");
  await until("the sentence", () => page.root.querySelector("[data-testid=search-told]") !== null);
  expect(find(page, "[data-testid=search-told]").textContent).toContain(
    "Replaced 2 hits in 1 file. Left alone: b.txt (It changed since the preview).",
  );
  expect(text(page, "b.txt")).toBe("one more\n");
});

test("groups of an expression come in, and a fault stands below the field", async () => {
  const page = await previewed("six");
  find(page, "[data-testid=search-regex]").click();
  type(page, "search-input", "(o)ne");
  type(page, "search-replacement", "$1ff");
  await until("the group", () => rows(page)[0] === "<del>one</del><ins>off</ins>");
  page.fake.failNext("searchReplace", { code: "invalid", message: "No group 7.", retryable: false });
  type(page, "search-replacement", "$7");
  await until("the fault", () => page.root.textContent?.includes("No group 7.") === true);
});

test("a text that is not searched yet has no preview", async () => {
  const page = await startFake({ files });
  await page.frame.commands.run("search.replace");
  expect(button(page)).toBe("Replace");
  expect(find<HTMLButtonElement>(page, "[data-testid=search-replace-all]").disabled).toBe(true);
});
