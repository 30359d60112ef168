import { expect, test } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { ordered } from "./ask-folder";

const files = { "a.md": "# A\n", "work/b.md": "# B\n", "work/deep/c.md": "# C\n", "src/main.rs": "" };

const picking = ({ frame }: FakePage) => {
  const asked = frame.dialogs.asked();
  return asked?.type === "pick" ? asked : undefined;
};

/** Makes a note of this title and answers with the folders that are offered. */
async function making(
  page: FakePage,
  title: string,
): Promise<{ offered: unknown[]; done: Promise<unknown> }> {
  const done = page.frame.commands.run("notes.new");
  await until("the title", () => page.frame.dialogs.asked()?.type === "input");
  const asked = page.frame.dialogs.asked();
  if (asked?.type === "input") asked.answer(title);
  await until("the folders", () => picking(page) !== undefined);
  return { offered: picking(page)?.options.items.map(({ title, detail }) => [title, detail]) ?? [], done };
}

function choose(page: FakePage, title: string): void {
  const asked = picking(page);
  asked?.answer(asked.options.items.find((item) => item.title === title));
}

test("a new note asks for its folder, the one used last first", async () => {
  const page = await startFake({ files });
  const name = page.frame.workspace()?.name;
  const first = await making(page, "One");
  expect(first.offered).toEqual([
    [name, ""],
    ["work", ""],
    ["work/deep", ""],
  ]);
  choose(page, "work/deep");
  await first.done;
  expect(page.fake.files.contents.has("work/deep/One.md")).toBe(true);
  const second = await making(page, "Two");
  expect(second.offered).toEqual([
    ["work/deep", "chosen lately"],
    [name, ""],
    ["work", ""],
  ]);
  const asked = picking(page);
  const found = await asked?.options.search?.("new/box");
  expect(found?.map(({ title }) => title)).toEqual(["New folder new/box"]);
  expect(await asked?.options.search?.("../out"), "nothing outside can be made").toEqual([]);
  asked?.answer(found?.[0]);
  await second.done;
  expect(page.fake.files.contents.has("new/box/Two.md")).toBe(true);
  const third = await making(page, "Three");
  picking(page)?.answer(undefined);
  await third.done;
  expect([...page.fake.files.contents.keys()].some((path) => path.includes("Three"))).toBe(false);
});

test("what the vault's settings say is the first row", async () => {
  const settings = '{"newFileLocation": "folder", "newFileFolderPath": "inbox"}';
  const page = await startFake({ files: { ...files, ".obsidian/app.json": settings } });
  const { offered, done } = await making(page, "One");
  expect(offered[0]).toEqual(["inbox", "as the vault's settings say"]);
  choose(page, "inbox");
  await done;
  expect(page.fake.files.contents.has("inbox/One.md")).toBe(true);
  const all = ["", "a", "b", "c"].map((path) => ({ path }));
  expect(ordered(all, { path: "b" }, ["c", "b"]).map(({ path }) => path)).toEqual(["b", "c", "", "a"]);
});

test("a workspace whose notes lie in one folder is not asked about", async () => {
  const page = await startFake({ files: { "a.md": "# A\n" } });
  const done = page.frame.commands.run("notes.new");
  await until("the title", () => page.frame.dialogs.asked()?.type === "input");
  const asked = page.frame.dialogs.asked();
  if (asked?.type === "input") asked.answer("One");
  await done;
  expect(page.fake.files.contents.has("One.md")).toBe(true);
});
