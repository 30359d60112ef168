import { afterEach, expect, test } from "vitest";
import type { LinkedThing, LinkEdge, LinkGraph } from "../../ipc/bindings";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { suggestedOf } from "./suggested";

afterEach(() => document.body.replaceChildren());

const thing = (ref: string, depth: number): LinkedThing => ({
  ref,
  kind: "file",
  title: ref,
  detail: null,
  path: null,
  line: null,
  at: null,
  depth,
  missing: false,
});
const edge = (from: string, to: string, part: Partial<LinkEdge> = {}): LinkEdge => ({
  from,
  to,
  kind: "similar",
  origin: "meaning",
  confidence: 0.5,
  reason: "",
  evidence: [],
  path: null,
  line: null,
  at: null,
  suggestion: true,
  changed: false,
  ...part,
});

test("of several suggestions the one to the nearest thing is meant, then the surest, and nothing that is sure", () => {
  const far = edge("one", "two", { confidence: 0.9 });
  const near = edge("one", "root");
  const surer = edge("root", "one", { confidence: 0.8 });
  const sure = edge("root", "one", { suggestion: false });
  const things = [thing("root", 0), thing("one", 1), thing("two", 2)];
  const graph = (edges: LinkEdge[]): LinkGraph => ({ things, edges, more: false });
  expect(suggestedOf(graph([far, near, surer, sure]), "one")).toEqual({ thing: things[1], edge: surer });
  expect(suggestedOf(graph([far, sure]), "one"), "told by what is farther").toEqual({
    thing: things[2],
    edge: far,
  });
  expect(suggestedOf(graph([near]), "root")).toEqual({ thing: things[1], edge: near });
  expect(suggestedOf(graph([far, sure]), "one", sure)).toBe(undefined);
  expect(suggestedOf(graph([sure]), "one")).toBe(undefined);
});

const files = { "src/lines.rs": "fn grow() {}\n", "a.md": "# A\n", "b.rs": "", "c.rs": "" };
const rows = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll("[data-testid=graph-list] .graph-row-title")].map((row) => row.textContent ?? "");
const view = ({ root }: FakePage): HTMLElement =>
  root.querySelector<HTMLElement>("[data-testid=graph-list], [data-testid=graph-canvas]")!;
const press = (page: FakePage, key: string): void =>
  void view(page).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const details = ({ root }: FakePage): string =>
  root.querySelector("[data-testid=graph-details]")?.textContent ?? "";
const judged = ({ fake }: FakePage) =>
  fake.calls.filter(({ name }) => name === "linkJudge").map(({ params }) => params);
const button = (label: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>("button")].find(
    (at) => at.textContent === label || at.getAttribute("aria-label") === label,
  );

async function around(list: boolean): Promise<FakePage> {
  const page = await startFake({ files });
  const { links } = page.fake;
  links.link({ from: "note:a.md", to: "file:src/lines.rs" });
  const soft = { kind: "similar", origin: "meaning", suggestion: true, reason: "the same names" } as const;
  links.link({ ...soft, from: "file:src/lines.rs", to: "file:b.rs", confidence: 0.9 });
  links.link({ ...soft, from: "file:src/lines.rs", to: "file:c.rs", confidence: 0.8 });
  page.frame.workbench.open("graph", "graph", { of: "file:src/lines.rs", list }, "Graph");
  await until("the graph", () => details(page).includes("lines.rs"));
  return page;
}
const link = (to: string, verdict: string) => ({ from: "file:src/lines.rs", to, kind: "similar", verdict });

test("in the list x rejects the row's suggestion and goes to the next row, Undo brings it back, a accepts it", async () => {
  const page = await around(true);
  await until("the rows", () => rows(page).join() === "lines.rs,a.md,b.rs,c.rs");
  for (let step = 0; step < 3; step += 1) press(page, step === 0 ? "Home" : "ArrowDown");
  expect(details(page)).toContain("the same names (suggested)");
  press(page, "x");
  await until("it is gone", () => rows(page).join() === "lines.rs,a.md,c.rs");
  await until("the next row", () => page.root.querySelector(".graph-chosen-title")?.textContent === "c.rs");
  await until("the way back", () => button("Undo") !== undefined);
  button("Undo")!.click();
  await until("it is back", () => rows(page).join() === "lines.rs,a.md,b.rs,c.rs");
  press(page, "a");
  await until(
    "it is no suggestion",
    () => details(page).includes("c.rs") && !details(page).includes("(suggested)"),
  );
  expect(judged(page)).toEqual([
    link("file:b.rs", "reject"),
    link("file:b.rs", "forget"),
    link("file:c.rs", "accept"),
  ]);
  press(page, "Home");
  press(page, "ArrowDown");
  press(page, "x");
  await until(
    "it is said",
    () => page.root.textContent?.includes("No link of what is chosen is a suggestion.") === true,
  );
  expect(judged(page).length, "what is sure is not judged").toBe(3);
});

test("in the picture the keys mean the first suggestion of what is chosen, and the details have it on top", async () => {
  const page = await around(false);
  const told = (): string | null | undefined => page.root.querySelector(".graph-reasons li")?.textContent;
  await until("the reasons", () => told()?.includes("b.rs") === true);
  press(page, "a");
  await until("the next suggestion", () => told()?.includes("c.rs") === true);
  button("Reject the link with c.rs")!.click();
  await until("no suggestion", () => !details(page).includes("(suggested)"));
  expect(judged(page)).toEqual([link("file:b.rs", "accept"), link("file:c.rs", "reject")]);
});

test("a verdict that fails is told, and the suggestion stays", async () => {
  const page = await around(true);
  await until("the rows", () => rows(page).length === 4);
  page.fake.failNext("linkJudge", { code: "storage", message: "The disk is full.", retryable: true });
  press(page, "End");
  press(page, "x");
  await until("it is told", () => page.root.textContent?.includes("The disk is full.") === true);
  expect(rows(page)).toContain("c.rs");
});
