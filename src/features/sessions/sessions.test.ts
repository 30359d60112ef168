import { afterEach, describe, expect, it, vi } from "vitest";
import type { GitStatus, SessionInfo } from "../../ipc/bindings";
import { sampleSession } from "../../ipc/fake/sessions";
import type { Panel } from "../../kernel/app";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import { sessionDetail, sessionTitle, shortMoment } from "./session-text";
import { terminalState } from "./sessions";

const tab = (title: string) => ({ title, path: { path: title } });

describe("what is said of a session", () => {
  const noon = new Date(2026, 10, 21, 12, 0).getTime();

  it.each<[string, Partial<SessionInfo>, string, string]>([
    ["nothing open", {}, "0 terminals", "just now"],
    [
      "files in the order of their use, then other tabs",
      {
        tabs: [tab("a.rs"), tab("b.rs"), tab("c.rs"), tab("d.rs")],
        files: [{ path: "src/c.rs" }, { path: "closed.rs" }, { path: "a.rs" }],
        branch: "main",
        commands: ["cargo", "vim"],
        terminals: [{ id: "t", name: "sh", cwd: "/", folder: null, keptAt: null }],
      },
      "c.rs, a.rs, b.rs and 1 more",
      "main · cargo, vim · 1 terminal · just now",
    ],
    ["files of a run without a window", { files: [{ path: "src/c.rs" }] }, "c.rs", "just now"],
    [
      "terminals alone",
      { terminals: [1, 2].map((n) => ({ id: `${n}`, name: "sh", cwd: "/", folder: null, keptAt: null })) },
      "2 terminals",
      "just now",
    ],
  ])("%s", (_name, fields, title, detail) => {
    const session = sampleSession("s", { at: noon, ...fields });
    expect(sessionTitle(session)).toBe(title);
    expect(sessionDetail(session, noon)).toBe(detail);
  });

  it("the hour of today, the day of another day", () => {
    expect(shortMoment(new Date(2026, 10, 21, 9, 5).getTime(), noon)).toBe("09:05");
    expect(shortMoment(new Date(2026, 10, 2, 9, 5).getTime(), noon)).toBe("2 Nov");
  });
});

it("a terminal that is gone for good becomes a new one in its folder", () => {
  const old = { id: "old", name: "sh", cwd: "/w/sub", folder: { path: "sub" }, keptAt: null };
  const outside = { id: "out", name: "sh", cwd: "/tmp", folder: null, keptAt: null };
  const state = (id: string | null) => terminalState({ id }, [old, outside], new Set(["alive"]));
  expect(state("alive")).toEqual({ id: "alive" });
  expect(state("old")).toEqual({ id: null, cwd: { path: "sub" } });
  expect(state("out")).toEqual({ id: null, cwd: { path: "" } });
  expect(state(null)).toEqual({ id: null });
  expect(terminalState(7, [], new Set()), "nonsense stays").toBe(7);
});

interface Note {
  path: { path: string };
}

describe("putting a session back", () => {
  let page: FakePage;
  const stays = new Set<string>();
  const start = async (settings = {}): Promise<void> => {
    stays.clear();
    page = await startFake({ settings }, (frame) =>
      frame.workbench.registerPanel<Note>({
        kind: "note",
        area: "center",
        render: () => document.createElement("p"),
        stays: (panel) => stays.has(panel.id),
      }),
    );
  };
  const open = (id: string): Panel<Note> =>
    page.frame.workbench.open<Note>("note", id, { path: { path: id } }, id);
  const tabs = (): string[] => page.frame.workbench.panels("note").map(({ id }) => id);
  const drawn = (): string[] =>
    [...page.root.querySelectorAll<HTMLElement>(".dock-center .tab")].map(
      (each) => each.dataset["tip"] ?? "",
    );
  afterEach(() => void page.frame.notices.clear());

  it("exchanges the tabs, and keeps what is not saved", async () => {
    await start();
    open("a");
    open("b");
    const layout = page.frame.layoutNow();
    await page.frame.swapLayout(null);
    expect(tabs()).toEqual([]);
    open("c");
    open("d").setDirty(true);
    stays.add("e");
    open("e");
    await page.frame.swapLayout(layout);
    expect(tabs().sort()).toEqual(["a", "b", "d", "e"]);
    expect(drawn(), "in the order they had").toEqual(["a", "b", "d", "e"]);
    expect(page.frame.workbench.find("d")?.dirty(), "it is the same panel").toBe(true);
    expect(page.frame.workbench.active("center")?.id).toBe("b");
  });

  it("shows a file once, where it stays", async () => {
    await start();
    open("a");
    const layout = page.frame.layoutNow();
    await page.frame.swapLayout(null);
    page.frame.workbench.open<Note>("note", "other", { path: { path: "a" } }, "a").setDirty(true);
    await page.frame.swapLayout(layout);
    expect(tabs()).toEqual(["other"]);
  });

  it("is offered at the top, opens from there, and what was open is a session of its own", async () => {
    await start();
    expect(page.root.querySelector("[data-testid=resume]"), "there is nothing to resume").toBeNull();
    open("a");
    const layout = page.frame.layoutNow();
    await page.frame.swapLayout(null);
    page.fake.sessions.list.push(
      { info: sampleSession("now", { current: true }), layout: null },
      { info: sampleSession("one", { tabs: [tab("a")], at: Date.now() }), layout },
      { info: sampleSession("new", { problem: "It was kept by a newer Tenon (form 2)." }), layout: null },
    );
    const asked = page.frame.commands.run("session.resume");
    const pick = () => {
      const found = page.frame.dialogs.asked();
      return found?.type === "pick" ? found : undefined;
    };
    await until("the question", () => pick() !== undefined);
    expect(
      pick()?.options.items.map(({ id }) => id),
      "this one and what cannot be read are left out",
    ).toEqual(["one"]);
    pick()?.answer(undefined);
    await asked;
    const button = (): HTMLElement | null => page.root.querySelector("[data-testid=resume]");
    await until("it is offered", () => button() !== null);
    expect(button()?.textContent).toMatch(/^Resume \d\d:\d\d$/);
    button()?.click();
    await until("the menu", () => document.querySelector("[role=menu]") !== null);
    const rows = [...document.querySelectorAll<HTMLElement>("[role=menuitem]")];
    expect(rows.map((row) => [row.textContent, row.getAttribute("aria-disabled")])).toEqual([
      ["ajust now", "false"],
      [expect.stringContaining("newer Tenon"), "true"],
    ]);
    rows[0]?.click();
    await until("the tab is back", () => tabs().includes("a"));
  });

  it("shows what matters below the sessions, with the reason, and each row leads there", async () => {
    await start();
    const { fake, frame } = page;
    fake.files.write("a.rs", "");
    const why = (reason: string) => [{ signal: "edited", weight: 0.5, reason }];
    for (const at of [1, 2, 3, 4, 5, 6]) {
      const path = at === 1 ? "a.rs" : `b${at}.rs`;
      const thing = fake.links.thing({ ref: `file:${path}`, title: path, path: { path } });
      fake.links.matters.push({ thing, weight: 1 / at, parts: [...why(`reason ${at}`), ...why("and more")] });
    }
    fake.sessions.list.push({
      info: sampleSession("one", { tabs: [tab("z")], at: Date.now() }),
      layout: null,
    });
    const asked = frame.commands.run("session.resume");
    const pick = () => {
      const found = frame.dialogs.asked();
      return found?.type === "pick" ? found : undefined;
    };
    await until("the list", () => pick()?.options.items.length === 6);
    expect(pick()?.options.items.map(({ title, detail }) => [title, detail])[1]).toEqual([
      "a.rs",
      "matters: reason 1 · and more",
    ]);
    pick()?.answer(undefined);
    await asked;
    await until("it is offered", () => page.root.querySelector("[data-testid=resume]") !== null);
    page.root.querySelector<HTMLElement>("[data-testid=resume]")?.click();
    const rows = () => [...document.querySelectorAll<HTMLElement>("[role=menuitem]")];
    await until("what matters", () => rows().length === 7);
    expect(rows().map(({ textContent }) => textContent)).toEqual([
      "zjust now",
      "What matters",
      "a.rsreason 1",
      ...[2, 3, 4, 5].map((at) => `b${at}.rsreason ${at}`),
    ]);
    rows()[2]?.click();
    await until("the file", () => frame.workbench.panels("editor").length === 1);
    fake.failNext("contextNow", { code: "storage", message: "It is damaged.", retryable: false });
    page.root.querySelector<HTMLElement>("[data-testid=resume]")?.click();
    await until("why it is not there", () => rows().at(-1)?.textContent?.includes("It is damaged.") === true);
    frame.menus.close();
  });

  it.each(["page", "notice"])(
    "leaves notices alone when Escape closes its menu (focus in the %s)",
    async (place) => {
      await start();
      page.fake.sessions.list.push({ info: sampleSession("one", { tabs: [tab("a")] }), layout: null });
      const asked = page.frame.commands.run("session.resume");
      await until("the question", () => page.frame.dialogs.asked() !== undefined);
      (page.frame.dialogs.asked()?.answer as (picked: undefined) => void)(undefined);
      await asked;
      page.frame.notify({ level: "info", message: "Restored.", actions: [{ title: "Undo", run: () => {} }] });
      const resume = (): HTMLElement | null => page.root.querySelector("[data-testid=resume]");
      await until("it is offered", () => resume() !== null);
      if (place === "notice") page.root.querySelector<HTMLElement>("[data-testid=notice] button")?.focus();
      resume()?.click();
      const menu = (): HTMLElement | null => document.querySelector("[role=menu]");
      await until("the menu", () => menu() !== null);
      page.root.querySelector<HTMLElement>("[data-testid=notice] button")?.focus();
      expect(document.activeElement, "the menu keeps the focus").toBe(menu());
      const press = new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true });
      document.activeElement?.dispatchEvent(press);
      expect([menu(), page.frame.notices.shown().length]).toEqual([null, 1]);
    },
  );

  it("opens the files of a run that had no window, the last one in front", async () => {
    await start();
    const opened: unknown[] = [];
    const run = page.frame.commands.run.bind(page.frame.commands);
    vi.spyOn(page.frame.commands, "run").mockImplementation(async (id, what) => {
      if (id !== "editor.openFile") return run(id, what);
      opened.push((what as { path: unknown }).path);
    });
    const files = [{ path: "last" }, { path: "first" }];
    const info = sampleSession("script", { files });
    page.fake.sessions.list.push({ info, layout: null });
    const asked = page.frame.commands.run("session.resume");
    await until("the question", () => page.frame.dialogs.asked()?.type === "pick");
    const found = page.frame.dialogs.asked();
    if (found?.type === "pick") found.answer(found.options.items[0]);
    await asked;
    expect(opened).toEqual([{ path: "first" }, { path: "last" }]);
  });

  it("each branch has tabs of its own when that is wanted, and not while a rebase goes on", async () => {
    await start({ sessionPerBranch: true });
    const git = (branch: string, fields: Partial<GitStatus> = {}): void => {
      const status = { ...page.fake.system.git, present: true, branch, detached: false, operation: null };
      page.fake.emit({ type: "gitChanged", status: { ...status, ...fields } });
    };
    git("main");
    open("a");
    git("topic");
    await until("the tabs of main are kept", () => page.fake.sessions.branches.has("main"));
    expect(tabs(), "a new branch begins with the same tabs").toEqual(["a"]);
    open("b");
    git("0123", { detached: true, operation: "rebase" });
    git("main");
    await until("its tabs are back", () => tabs().join() === "a");
    git("topic");
    await until("and those of the other", () => tabs().sort().join() === "a,b");
    await page.frame.commands.run("settings.open");
  });
});
