import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";

const rows = ({ root }: FakePage): string[] =>
  [...root.querySelectorAll(".timeline-title")].map((row) => row.textContent ?? "");

async function shown(files: Record<string, string> = { "src/a.rs": "fn a() {}\n" }): Promise<FakePage> {
  const page = await startFake({ files });
  page.fake.journal.append({ kind: "workspace.opened" });
  page.fake.journal.append({ kind: "document.saved", file: { path: "src/a.rs" }, subject: "file:doc" });
  await page.frame.commands.run("timeline.show");
  await until("the events", () => rows(page).length === 2);
  return page;
}

test("the newest stands first, and what happens next comes by itself", async () => {
  const page = await shown();
  expect(rows(page)).toEqual(["Saved a.rs", "Folder opened"]);
  page.fake.journal.append({ kind: "terminal.started", subject: "run:t", payload: '{"shell":"/bin/sh"}' });
  await until("the terminal", () => rows(page)[0] === "Terminal with sh");
});

test("a kind can be chosen, and a file, and what passes nothing says so", async () => {
  const page = await shown();
  const kind = page.root.querySelector<HTMLSelectElement>("[data-testid=timeline-kind]");
  if (!kind) throw new Error("There is no choice of kinds.");
  kind.value = "files";
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  await until("only the file", () => rows(page).join() === "Saved a.rs");
  kind.value = "git";
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  await until("the empty list", () => page.root.textContent?.includes("Nothing passes the filter.") === true);
  await page.frame.commands.run("timeline.file", { path: { path: "src/a.rs" } });
  kind.value = "";
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  await until("the file alone", () => rows(page).join() === "Saved a.rs");
  page.root.querySelector<HTMLButtonElement>("[data-testid=timeline-file]")?.click();
  await until("everything", () => rows(page).length === 2);
});

test("a click on a saved file opens it", async () => {
  const page = await shown();
  page.root.querySelector<HTMLButtonElement>("[data-kind='document.saved'] button")?.click();
  await until("the file's tab", () => page.frame.workbench.panels("editor").length === 1);
  const terminal = page.fake.journal.append({ kind: "terminal.ended", subject: "run:gone" });
  await until("the terminal's end", () => rows(page).includes("Terminal ended"));
  page.root.querySelector<HTMLButtonElement>(`[data-seq='${terminal.seq}'] button`)?.click();
  await until("a word about it", () => page.root.textContent?.includes("no longer open") === true);
});

test("what is forgotten loses its payload in the open list", async () => {
  const page = await shown();
  page.fake.journal.append({ kind: "profile.created", payload: '{"name":"Secret plan"}' });
  await until("the name", () => page.root.textContent?.includes("Secret plan") === true);
  await page.fake.ipc.journalForget({ subject: null, text: "Secret plan", since: null });
  await until("no name", () => page.root.textContent?.includes("Secret plan") !== true);
  expect(rows(page)[0]).toBe("Forgotten");
});

test("a journal that cannot be read says so and offers to try again", async () => {
  const page = await startFake({ files: {} });
  page.fake.failNext("journalPage", { code: "storage", message: "The disk is gone.", retryable: true });
  await page.frame.commands.run("timeline.show");
  await until("the fault", () => page.root.textContent?.includes("The disk is gone.") === true);
  const retry = [...page.root.querySelectorAll("button")].find(
    ({ textContent }) => textContent === "Try Again",
  );
  retry?.click();
  await until(
    "the empty state",
    () => page.root.textContent?.includes("What happens in this folder") === true,
  );
});

test("older events are read when the end is in sight, each once", async () => {
  const page = await startFake({ files: {} });
  for (let n = 0; n < 450; n += 1) page.fake.journal.append({ kind: "workspace.opened", at: 1_000 + n });
  await page.frame.commands.run("timeline.show");
  await until("the first events", () => rows(page).length > 0);
  const list = page.root.querySelector<HTMLElement>(".timeline-rows");
  const all = (): string =>
    page.root.querySelector<HTMLElement>(".timeline-rows .rows-all")?.style.height ?? "";
  for (const height of ["4824px", "9624px", "10824px"]) {
    await until(`a list of ${height}`, () => all() === height);
    list?.dispatchEvent(new Event("scroll"));
  }
});
