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
  page.fake.journal.append({
    kind: "terminal.started",
    subject: "terminal:t",
    payload: '{"shell":"/bin/sh"}',
  });
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
  const file = page.root.querySelector<HTMLInputElement>("[data-testid=timeline-file]");
  const type = (text: string): void => {
    if (!file) throw new Error("There is no field for a file.");
    file.value = text;
    file.dispatchEvent(new Event("change", { bubbles: true }));
  };
  expect(file?.value).toBe("src/a.rs");
  type("");
  await until("both", () => rows(page).length === 2);
  type("./src/a.rs");
  await until("the file that was typed", () => rows(page).join() === "Saved a.rs");
  type("");
  await until("both again", () => rows(page).length === 2);
  await page.frame.commands.run("editor.openFile", { path: "src/a.rs" });
  const only = page.root.querySelector<HTMLElement>("[data-testid=timeline-this-file]");
  await until("the file in front", () => page.frame.workbench.active("center") !== undefined);
  only?.click();
  await until("the file in front alone", () => rows(page).join() === "Saved a.rs");
  expect(only?.getAttribute("aria-pressed")).toBe("true");
});

test("the menu of a saved file finds more like it, and what is about no file has none", async () => {
  const page = await shown();
  page.fake.search.meaning([]);
  const menu = (kind: string): Element[] => {
    const row = page.root.querySelector(`[data-kind='${kind}'] .timeline-row`);
    row?.dispatchEvent(new MouseEvent("contextmenu", { bubbles: true, cancelable: true }));
    return [...document.querySelectorAll("[role=menuitem]")];
  };
  expect(menu("workspace.opened")).toEqual([]);
  const [open, like] = menu("document.saved");
  expect([open?.textContent, like?.textContent?.startsWith("More Like This")]).toEqual(["Open", true]);
  (like as HTMLElement).click();
  const found = (): string | null | undefined =>
    page.root.querySelector("[data-testid=search-found]")?.textContent;
  await until("what is like it", () => found()?.startsWith("Like src/a.rs: ") === true);
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

test("what is forgotten is read anew, so that no name of a file stays", async () => {
  const page = await shown();
  page.fake.journal.append({ kind: "document.saved", file: { path: "plan.md" }, payload: '{"a":"plan"}' });
  await until("the name", () => page.root.textContent?.includes("plan.md") === true);
  const asked = (): number => page.fake.calls.filter(({ name }) => name === "journalPage").length;
  const before = asked();
  await page.fake.ipc.journalForget({ subject: null, text: "plan", since: null });
  await until("it was read anew", () => asked() > before);
  await until("no name", () => page.root.textContent?.includes("plan.md") !== true);
});

test("that the sidecar runs is told only when it is asked for, and fills no list", async () => {
  const page = await startFake({ files: {} });
  page.fake.journal.append({ kind: "workspace.opened" });
  for (let n = 0; n < 450; n += 1)
    page.fake.journal.append({ kind: "sidecar.changed", payload: '{"state":"ready"}' });
  page.fake.journal.append({ kind: "sidecar.changed", payload: '{"state":"failed"}' });
  await page.frame.commands.run("timeline.show");
  await until("what matters", () => rows(page).join() === "Sidecar,Folder opened");
  page.fake.journal.append({ kind: "sidecar.changed", payload: '{"state":"starting"}' });
  page.fake.journal.append({ kind: "terminal.ended" });
  await until("what came", () => rows(page).join() === "Terminal ended,Sidecar,Folder opened");
  const kind = page.root.querySelector<HTMLSelectElement>("[data-testid=timeline-kind]");
  if (!kind) throw new Error("There is no choice of kinds.");
  kind.value = "all";
  kind.dispatchEvent(new Event("change", { bubbles: true }));
  await until("everything", () => rows(page).slice(0, 4).join() === "Terminal ended,Sidecar,Sidecar,Sidecar");
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
