import { expect, test } from "vitest";
import { AppError } from "../../ipc/app-error";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { explainFields } from "./query-words";

const files = { "src/a.rs": "fn walk_tree() {}\n" };
const reason = "The sidecar was given up after 3 restarts.";
const note = ({ root }: FakePage): string | undefined =>
  root.querySelector("[data-testid=search-note]")?.textContent ?? undefined;

async function asked(query: string, prepare: (page: FakePage) => void): Promise<FakePage> {
  const page = await startFake({ files });
  prepare(page);
  await page.frame.commands.run("search.meaning");
  const field = page.root.querySelector<HTMLInputElement>("[data-testid=search-input]");
  if (!field) throw new Error("There is no field.");
  field.value = query;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return page;
}

test("work that is paused is told as paused, with the way on", async () => {
  const page = await asked("walk tree", ({ fake }) => {
    fake.search.meaning([], true);
    fake.meaning.set({ state: "paused" });
  });
  await until("the note", () => note(page)?.includes("until the work goes on") ?? false);
  expect(page.root.querySelector("[data-testid=search-partial]")?.textContent).toBe("paused");
  page.root.querySelector<HTMLElement>("[data-testid=search-note-action]")?.click();
  await until("the note of work", () => note(page)?.includes("still being read") ?? false);
  expect(page.root.querySelector("[data-testid=search-note-action]")).toBe(null);
  page.fake.meaning.set({ state: "failed", reason: "The disk is full", hint: "Make room." });
  expect(note(page)).toContain("Not all files were read for their meaning. The disk is full. Make room.");
});

test("a sidecar that starts again is told as that, and its rows join once it is ready", async () => {
  const page = await asked("walk tree", ({ fake }) => {
    fake.search.meaning({ message: reason, hint: "Restart it." });
    fake.meaning.set({ state: "paused" });
  });
  await until("the note", () => note(page)?.includes(`${reason} Restart it.`) ?? false);
  page.fake.system.sidecar({ state: "starting", reason: null });
  expect(note(page)).toContain("The sidecar is starting. Rows by meaning join once it answers.");
  page.fake.system.sidecar({ reason: "The built-in model is being built." });
  expect(note(page)).toContain("The model is being built. Rows by meaning join once it answers.");
  page.fake.meaning.set({ state: "failed", code: "invalid" });
  expect(note(page), "a setting keeps it out all the same").toContain(reason);
  page.fake.meaning.set({ state: "paused", code: null });
  page.fake.search.meaning([]);
  page.fake.system.sidecar({ state: "ready", reason: null });
  await until("the whole answer", () => note(page) === undefined);
});

test("what the note says is not said again by a toast", async () => {
  const page = await asked("walk tree", ({ fake }) => fake.search.meaning({ message: reason }));
  await until("the note", () => note(page)?.includes(reason) ?? false);
  const like = async (message: string): Promise<string[]> => {
    const code = "sidecarUnavailable" as const;
    page.fake.failNext("searchRanked", new AppError({ code, message, retryable: true }));
    await page.frame.commands.run("search.likeRow", { path: { path: "src/a.rs" }, line: 1 });
    return page.frame.notices.shown().map((shown) => shown.message);
  };
  expect(await like(reason)).toEqual([]);
  expect(await like("Something else.")).toEqual(["Something else."]);
});

test("fields alone ask for words", async () => {
  const page = await asked("lang:rust", ({ fake }) => fake.search.meaning([]));
  const found = (): string | null | undefined =>
    page.root.querySelector("[data-testid=search-found]")?.textContent;
  await until("the answer", () => found() === "Add words");
  expect(page.root.querySelector("[data-testid=search-view]")?.textContent).toContain(
    "Add words to look for.",
  );
});

test("commands are a kind", () => {
  expect(explainFields("kind:command cargo")).toBe("Fields: commands that ran");
});
