import { expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { keptFolders } from "./open-folders";

const files = { "a/one.txt": "", "a/b/two.txt": "", "c/three.txt": "" };
const rows = (page: FakePage): string[] =>
  [...page.root.querySelectorAll<HTMLElement>("[role=treeitem]")].map((row) => row.dataset["path"] ?? "");
const click = (page: FakePage, path: string): void =>
  page.root.querySelector<HTMLElement>(`[role=treeitem][data-path="${path}"]`)?.click();

it("folders that were open are open again, and follow a layout that takes the place of this one", async () => {
  let page = await startFake({ files });
  await until("the tree", () => rows(page).includes("a"));
  click(page, "a");
  await until("what is in it", () => rows(page).includes("a/b"));
  click(page, "a/b");
  await until("the layout is stored", () => page.fake.system.layout?.includes('"path":"a/b"') === true);

  const layout = page.fake.system.layout ?? null;
  page = await startFake({ files, boot: { layout } });
  await until("all of it", () => rows(page).includes("a/b/two.txt"));
  expect(rows(page)).not.toContain("c/three.txt");
  const before = page.frame.layoutNow();
  click(page, "c");
  await until("another folder", () => rows(page).includes("c/three.txt"));
  await page.frame.swapLayout(before);
  await until("it is closed again", () => !rows(page).includes("c/three.txt"));
  expect(rows(page)).toContain("a/b/two.txt");
});

it("anything else in a layout is passed over", () => {
  const good = { path: "a" };
  for (const [kept, folders] of [
    [undefined, []],
    ["a", []],
    [[good, 7, null, { path: 7 }], [good]],
  ] as const) {
    expect(keptFolders(kept)).toEqual(folders);
  }
});
