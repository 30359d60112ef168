import { describe, expect, it } from "vitest";
import type { Panel } from "../../kernel/app";
import { startFake, until } from "../../testing/start-fake";
import type { HistoryState } from "./history-panel";
import { summaryOf } from "./history-words";
import { readMoment, usualMoments } from "./moments";
import type { RestoreState } from "./restore-panel";

const now = new Date(2026, 10, 21, 15, 0).getTime();

describe("moments", () => {
  it.each([
    ["14:30", new Date(2026, 10, 21, 14, 30).getTime()],
    ["9:05:07", new Date(2026, 10, 21, 9, 5, 7).getTime()],
    ["2026-11-20", new Date(2026, 10, 20).getTime()],
    ["2026-11-20 08:00", new Date(2026, 10, 20, 8).getTime()],
    ["2026-11-20T08:00:00Z", Date.UTC(2026, 10, 20, 8)],
    ["1795219200000", 1_795_219_200_000],
  ])("reads %s", (typed, at) => expect(readMoment(typed, now)).toBe(at));

  it.each(["", "yesterday", "25:00", "12:70", "2026-13-01", "7"])("refuses %j", (typed) =>
    expect(readMoment(typed, now)).toBeUndefined(),
  );

  it("offers moments that lie before now", () => {
    const all = usualMoments(now, 0);
    expect(all).toHaveLength(8);
    for (const { at } of all) expect(at).toBeLessThan(now);
  });

  it("offers none from before the local history began", () => {
    const titles = usualMoments(now, now - 30 * 60_000).map(({ title }) => title);
    expect(titles).toEqual(["A minute ago", "5 minutes ago", "Half an hour ago"]);
    expect(usualMoments(now, null)).toEqual([]);
  });
});

describe("the history of a file", () => {
  const start = () => startFake({ files: { "a.txt": "three\n" } });

  it("lists the versions and restores the chosen one, with a way back", async () => {
    const { fake, frame, root } = await start();
    fake.history.add("a.txt", "one\n", { at: now - 60_000, kind: "baseline" });
    fake.history.add("a.txt", "two\n", { at: now });
    frame.workbench.open<HistoryState>("history", "h", { path: { path: "a.txt" } }, "a.txt (history)");
    const rows = () => [...root.querySelectorAll<HTMLElement>(".history-row")];
    await until("both versions", () => rows().length === 2);
    expect(rows().map((row) => row.querySelector(".history-why")?.textContent)).toEqual([
      "Saved",
      "As it was found",
    ]);
    rows()[1]?.click();
    await until("the second is chosen", () => rows()[1]?.getAttribute("aria-selected") === "true");
    root.querySelector<HTMLButtonElement>('[data-testid="history-restore"]')?.click();
    const text = () => new TextDecoder().decode(fake.files.contents.get("a.txt"));
    await until("the text of that version", () => text() === "one\n");
    const undo = () => frame.notices.shown().flatMap((it) => it.actions ?? [])[0];
    await until("a way back", () => undo()?.title === "Undo");
    await undo()?.run();
    expect(text()).toBe("three\n");
  });

  it("says what a folder's restore would change and does it after a question", async () => {
    const { fake, frame, root } = await start();
    fake.history.add("a.txt", "one\n", { at: now - 60_000 });
    fake.history.add("b.txt", null, { at: now - 60_000 });
    fake.files.write("b.txt", "made later");
    const panel: Panel<RestoreState> = frame.workbench.open(
      "history-restore",
      "r",
      { path: { path: "" }, at: now },
      "Restore",
    );
    await until("the preview", () => root.querySelectorAll(".history-file").length === 2);
    expect(root.querySelector(".history-restore-head p")?.textContent).toBe(
      "1 file would change, 1 file would go into the history.",
    );
    const sides = (): (string | undefined)[] =>
      [...root.querySelectorAll(".history-chosen .cm-content")].map((side) => side.textContent ?? undefined);
    await until("the first file as it is and as it was", () => sides().join() === "three,one");
    root.querySelectorAll<HTMLElement>(".history-file")[1]?.click();
    await until("the file that goes", () => sides().join() === "made later,");
    const goes = root.querySelector(".history-chosen .cm-merge-a .cm-content");
    expect(goes?.textContent, "what goes stands where removals are red").toBe("made later");
    root.querySelector<HTMLButtonElement>('[data-testid="restore-now"]')?.click();
    await until("a question", () => document.querySelector('[data-answer="restore"]') !== null);
    expect(fake.files.contents.has("b.txt")).toBe(true);
    document.querySelector<HTMLButtonElement>('[data-answer="restore"]')?.click();
    await until("it is done", () => !fake.files.contents.has("b.txt"));
    await until("the preview is closed", () => frame.workbench.find(panel.id) === undefined);
  });

  it("says by the clock when a version was made, and that nothing differs", async () => {
    const { fake, frame, root } = await start();
    const at = new Date(2026, 10, 2, 9, 5, 7).getTime();
    fake.history.add("a.txt", "one\n", { at, kind: "baseline" });
    fake.history.add("a.txt", "three\n");
    frame.workbench.open<HistoryState>("history", "h", { path: { path: "a.txt" } }, "a.txt (history)");
    const chosen = (): string => root.querySelector(".history-chosen")?.textContent ?? "";
    await until("that nothing differs", () => chosen().includes("The same as now."));
    const rows = [...root.querySelectorAll<HTMLElement>(".history-row")];
    expect(rows[1]?.querySelector(".history-clock")?.textContent).toBe("2 Nov 09:05:07");
    expect(rows[1]?.dataset["tip"]).toContain("2 Nov 2026");
    rows[1]?.click();
    await until("what differs", () => root.querySelector(".cm-merge-a") !== null);
    expect(chosen()).not.toContain("The same as now.");
  });

  it("comes back with the layout, beside a changed file that stays", async () => {
    const { frame } = await start();
    const path = { path: "a.txt" };
    frame.workbench.open<HistoryState>("history", "one", { path, chosen: 1 }, "a.txt (history)");
    frame.workbench.open<HistoryState>("history", "two", { path: { path: "b.txt" } }, "b.txt (history)");
    frame.workbench.open<RestoreState>("history-restore", "r", { path: { path: "" }, at: now }, "Restore");
    const layout = frame.layoutNow();
    await frame.swapLayout(null);
    frame.workbench.open("editor", "e", { path, doc: null }, "a.txt").setDirty(true);
    await frame.swapLayout(layout);
    const open = frame.workbench.panels().filter(({ id }) => frame.workbench.areaOf(id) === "center");
    expect(open.map(({ id }) => id).sort()).toEqual(["e", "one", "r", "two"]);
    expect(frame.workbench.find("one")?.state()).toEqual({ path, chosen: 1 });
  });

  it("names each version by what made it", async () => {
    const { fake, frame, root } = await start();
    fake.history.add("a.txt", "0", { kind: "baseline" });
    fake.history.add("a.txt", "1", { kind: "external" });
    fake.history.add("a.txt", "1", { kind: "beforeBulk" });
    fake.history.add("a.txt", "2", { kind: "beforeBulk", label: "replaced text", onDisk: false });
    fake.history.add("a.txt", "2", { kind: "replaced" });
    fake.history.add("a.txt", "3", { kind: "beforeRestore", label: "unsaved text", onDisk: false });
    fake.history.add("a.txt", "1", { kind: "restored" });
    frame.workbench.open<HistoryState>("history", "h", { path: { path: "a.txt" } }, "a.txt (history)");
    const words = (): (string | null)[] =>
      [...root.querySelectorAll(".history-why")].map((why) => why.textContent);
    await until("all versions", () => words().length === 7);
    expect(words().reverse()).toEqual([
      "As it was found",
      "Changed by another program",
      "Before a change of many files",
      "Text of a replace in files, before it was written",
      "Replace in files",
      "Unsaved text",
      "Restored",
    ]);
  });

  it("names what failed", () => {
    const counts = { changed: 0, created: 2, removed: 0, left: 1, failed: 1, unchanged: 0 };
    const base = { restore: 1, path: { path: "" }, dryRun: false, files: [], ...counts };
    expect(summaryOf(base)).toBe("2 files came back, 1 file left alone, 1 file could not be restored.");
  });
});
