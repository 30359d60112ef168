import { expect, test } from "vitest";
import type { IndexProgress, IndexStatus } from "../../ipc/search-types";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import type { App } from "../../kernel/app";
import { indexOf } from "./index-store";
import { fileSentence, indexText, indexTip, nextStep, share } from "./index-words";

const status = (part: Partial<IndexProgress>): IndexProgress => ({
  state: "building",
  total: 5678,
  done: 1234,
  ...part,
});

test("the state of the index is told in words", () => {
  expect(indexText(status({}))).toBe("Indexing 1,234 of 5,678");
  expect(indexText(status({ total: 0, done: 0 }))).toBe("Indexing…");
  expect(indexText(status({ state: "paused" }))).toBe("Index paused at 1,234 of 5,678");
  expect(
    ["building", "paused", "stopped", "ready"].map((it) => nextStep(it as IndexProgress["state"])),
  ).toEqual(["pause", "resume", "start", undefined]);
  expect([share(status({ total: 0 })), share(status({ done: 9999 }))], "files may go meanwhile").toEqual([
    0, 1,
  ]);
});

test("one file is one, and more are more", () => {
  const tip = (files: number, out: number): string =>
    indexTip({
      ...status({ state: "ready" }),
      files,
      skipped: Array.from({ length: out }, (_, at) => ({ path: { path: `f${at}` }, reason: "binary" })),
    } as IndexStatus);
  expect(tip(779, 1)).toBe("779 files are indexed. 1 is left out. A click lists what is left out and why.");
  expect(tip(1, 2)).toContain("1 file is indexed. 2 are left out.");
});

test("a file is in the index or there is a reason", () => {
  expect(fileSentence("a", { state: "skipped", reason: "binary" })).toBe("a is not indexed: binary.");
  expect(fileSentence("a", { state: "indexed" })).toBe("a is indexed.");
  expect(fileSentence("a", { state: "stale" })).toContain("Searches read it from disk.");
  expect(fileSentence("a", null)).toContain("not in the index yet");
});

const files = { "a.txt": "one\n", "b.bin": new Uint8Array([1, 0, 2]) };
const item = ({ root }: FakePage): HTMLElement | null => root.querySelector("[data-testid=status-index]");
const says = (page: FakePage): string => item(page)?.textContent ?? "";

test("the status bar follows the index, and a click pauses it and lets it go on", async () => {
  const page = await startFake({ files });
  await until("the first answer", () => says(page) === "Indexed");
  page.fake.index.tell(status({}));
  expect(says(page)).toBe("Indexing 1,234 of 5,678");
  item(page)?.click();
  await until("the pause", () => says(page) === "Index paused at 1,234 of 5,678");
  item(page)?.click();
  await until("the progress", () => says(page).startsWith("Indexing"));
  const asked = page.fake.calls.filter(({ name }) => name === "indexControl").map(({ params }) => params);
  expect(asked).toEqual([{ do: "pause" }, { do: "resume" }]);
});

test("an answer from before the end of a pass is not put over it", async () => {
  const answers: ((status: IndexStatus) => void)[] = [];
  const heard = new Map<string, (event: unknown) => void>();
  const app = {
    ipc: { indexStatus: () => new Promise<IndexStatus>((answer) => answers.push(answer)) },
    on: (name: string, hear: (event: unknown) => void) => heard.set(name, hear),
  } as unknown as App;
  const store = indexOf(app);
  // The end is told before the first answer is there.
  heard.get("indexProgress")?.({ progress: status({ state: "ready" }) });
  const whole = (state: IndexStatus["state"]): IndexStatus =>
    ({ ...status({ state }), files: 1, skipped: [] }) as unknown as IndexStatus;
  answers[0]?.(whole("building"));
  answers[1]?.(whole("ready"));
  await until("the later answer", () => store.status()?.state === "ready");
});

test("at the end of a pass what is left out is asked for again", async () => {
  const page = await startFake({ files: { "a.txt": "" } });
  await until("the first answer", () => says(page) === "Indexed");
  page.fake.index.tell(status({}));
  page.fake.files.write("c.bin", new Uint8Array([0]));
  page.fake.index.tell({ state: "ready" });
  const tip = (): string | undefined =>
    page.root.querySelector<HTMLElement>('[role=treeitem][data-path="c.bin"]')?.dataset["tip"];
  await until("the reason", () => tip() === "c.bin (not indexed: binary)");
});

test("what is left out is listed and said in the tree", async () => {
  const page = await startFake({ files });
  const row = (path: string): HTMLElement | null =>
    page.root.querySelector(`[role=treeitem][data-path="${path}"]`);
  await until("the tree", () => row("b.bin")?.dataset["tip"] === "b.bin (not indexed: binary)");
  expect(row("a.txt")?.dataset["tip"]).toBe("a.txt");
  void page.frame.commands.run("index.skipped");
  await until("the list", () => page.root.querySelector(".quick-title")?.textContent === "b.bin");
  expect(page.root.querySelector(".quick-detail")?.textContent).toBe("binary");
  await page.frame.commands.run("index.file", { entry: { path: { path: "a.txt" }, kind: "file" } });
  await until("the sentence", () => page.root.textContent?.includes("a.txt is indexed.") === true);
});
