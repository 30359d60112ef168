import { beforeEach, describe, expect, it } from "vitest";
import { startFake, until, type FakePage } from "../../testing/start-fake";
import type { OpenOptions, Panel, PanelKind } from "../app";

interface Note {
  text: string;
}

let page: FakePage;
const kept: string[] = [];

function kind(extra: Partial<PanelKind<Note>> = {}): PanelKind<Note> {
  return {
    kind: "note",
    area: "center",
    render: (panel) => {
      const element = document.createElement("textarea");
      element.value = panel.state().text ?? "";
      panel.onFocus(() => element.focus());
      return element;
    },
    ...extra,
  };
}

const open = (id: string, options?: OpenOptions): Panel<Note> =>
  page.frame.workbench.open<Note>("note", id, { text: id }, id, options);
const tabs = (): (string | undefined)[] =>
  [...page.root.querySelectorAll<HTMLElement>(".dock-center [data-panel-id]")].map(
    (tab) => tab.dataset["panelId"],
  );
const active = (): string | undefined => page.frame.workbench.active()?.id;

beforeEach(async () => {
  page = await startFake({ files: { "a.txt": "a" } });
  kept.length = 0;
  page.frame.workbench.registerPanel(kind());
});

describe("the workbench", () => {
  it("opens panels beside each other and brings one forward that is open", () => {
    open("a");
    open("b");
    const again = open("a");
    expect(tabs()).toEqual(["a", "b"]);
    expect(again, "the same panel").toBe(page.frame.workbench.find("a"));
    expect(active()).toBe("a");
  });

  it("replaces one preview with the next, unless it was kept", async () => {
    open("a", { preview: true });
    open("b", { preview: true });
    expect(tabs()).toEqual(["b"]);
    open("x");
    expect(tabs(), "only a preview takes its place").toEqual(["b", "x"]);
    await page.frame.workbench.find("x")?.close();
    open("b");
    open("c", { preview: true });
    expect(tabs(), "opened for good, b stays").toEqual(["b", "c"]);
    page.frame.workbench.find("c")?.setDirty(true);
    open("d", { preview: true });
    expect(tabs(), "what was edited is no preview").toEqual(["b", "c", "d"]);
  });

  it("gives the focus to what is inside, and only when it should", () => {
    open("a");
    expect((document.activeElement as HTMLTextAreaElement).value).toBe("a");
    open("b", { focus: false });
    expect(active(), "it is in front").toBe("b");
    expect((document.activeElement as HTMLTextAreaElement).value, "but the focus stays").toBe("a");
  });

  it("asks each kind once about panels that close together, and closes all or none", async () => {
    const asked: string[][] = [];
    let answer = false;
    const beforeCloseAll = (panels: Panel<Note>[]): boolean => {
      asked.push(panels.map(({ id }) => id));
      return answer;
    };
    page.frame.workbench.registerPanel(kind({ kind: "asking", beforeCloseAll }));
    for (const id of ["p", "q"]) page.frame.workbench.open("asking", id, { text: id }, id);
    open("a");
    await page.frame.commands.run("view.closeAll");
    expect(tabs()).toEqual(["p", "q", "a"]);
    answer = true;
    await page.frame.commands.run("view.closeGroup");
    expect(tabs()).toEqual([]);
    expect(asked, "once each time").toEqual([
      ["p", "q"],
      ["p", "q"],
    ]);
  });

  it("asks a panel before it closes", async () => {
    let answer = false;
    page.frame.workbench.registerPanel(kind({ kind: "asking", beforeClose: () => Promise.resolve(answer) }));
    const panel = page.frame.workbench.open("asking", "q", { text: "q" }, "q");
    expect(await panel.close()).toBe(false);
    expect(tabs()).toEqual(["q"]);
    answer = true;
    expect(await panel.close()).toBe(true);
    expect(tabs()).toEqual([]);
  });

  it("closes with the middle button and keeps a preview with a double click", async () => {
    open("a", { preview: true });
    const tab = page.root.querySelector<HTMLElement>('[data-panel-id="a"]');
    expect(tab?.dataset["preview"]).toBe("true");
    tab?.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
    expect(tab?.dataset["preview"]).toBe(undefined);
    tab?.dispatchEvent(new MouseEvent("auxclick", { button: 1, bubbles: true }));
    await until("the tab is gone", () => tabs().length === 0);
  });

  it("walks tabs in their order and panels by their last use", async () => {
    for (const id of ["a", "b", "c"]) open(id);
    await page.frame.commands.run("view.nextTab");
    expect(active(), "round and round").toBe("a");
    expect(page.frame.workbench.recent.ids()).toEqual(["a", "c", "b"]);
    await page.frame.commands.run("view.switchRecent");
    expect(active(), "run without a key held it switches at once").toBe("c");
  });

  it("splits and walks between groups", async () => {
    open("a");
    open("b");
    await page.frame.commands.run("view.split");
    expect(page.root.querySelectorAll(".dock-center .dv-groupview")).toHaveLength(2);
    await page.frame.commands.run("view.focusGroup1");
    expect(active()).toBe("a");
  });

  it("opens again what was closed last", async () => {
    page.frame.workbench.onReopen(() => void kept.push("first"));
    page.frame.workbench.onReopen(() => void kept.push("second"));
    await page.frame.commands.run("view.reopen");
    await page.frame.commands.run("view.reopen");
    expect(kept).toEqual(["second", "first"]);
  });

  it("shows the bottom when something opens in it and hides it with the last", async () => {
    page.frame.workbench.registerPanel(kind({ kind: "shell", area: "bottom" }));
    const panel = page.frame.workbench.open("shell", "s", { text: "s" }, "s");
    expect(page.frame.workbench.areaShown("bottom")).toBe(true);
    await panel.close();
    expect(page.frame.workbench.areaShown("bottom")).toBe(false);
  });
});

describe("the right dock", () => {
  const views = (frame: FakePage["frame"]): void => {
    for (const [order, name] of ["second", "first"].entries())
      frame.workbench.registerPanel(
        kind({ kind: name, area: "right", fixed: { title: name, order: -order } }),
      );
  };
  const rightTabs = (): (string | undefined)[] =>
    [...page.root.querySelectorAll<HTMLElement>(".dock-right [data-panel-id]")].map(
      (tab) => tab.dataset["panelId"],
    );
  const shown = (): boolean => page.frame.workbench.areaShown("right");
  const at = async (layout: string | null, wide = false): Promise<void> => {
    const real = window.matchMedia;
    const query = Object.assign(new EventTarget(), { matches: wide }) as unknown as MediaQueryList;
    window.matchMedia = (text) => (text.includes("min-width") ? query : real.call(window, text));
    page = await startFake({ files: {}, boot: { layout } }, views).finally(() => (window.matchMedia = real));
  };

  it("holds its views always, in their order, also after a layout that knew none", async () => {
    await at('{"version":1,"bottomShown":false}');
    expect(rightTabs()).toEqual(["first", "second", "context", "outline"]);
    expect(page.frame.workbench.active("right")?.id).toBe("first");
    await page.frame.workbench.closeAll(page.frame.workbench.panels("none"));
    expect(await page.frame.workbench.find("first")?.close(), "it does not close").toBe(false);
    expect(page.root.querySelector(".dock-right .tab-close"), "and offers nothing to").toBe(null);
    await page.frame.swapLayout(null);
    expect(rightTabs()).toEqual(["first", "second", "context", "outline"]);
  });

  it("is there by itself in a wide window only, until somebody says otherwise", async () => {
    await at(null, true);
    expect(shown()).toBe(true);
    await page.frame.commands.run("view.toggleRight");
    expect(shown()).toBe(false);
    await at(page.frame.layoutNow(), true);
    expect(shown(), "as it was left").toBe(false);
    await at(null, false);
    expect(shown()).toBe(false);
    await page.frame.commands.run("view.toggleRight");
    expect(shown()).toBe(true);
    expect((document.activeElement as HTMLTextAreaElement).value, "with the focus in it").toBe("");
    await at(page.frame.layoutNow(), false);
    expect(shown()).toBe(true);
  });

  it("comes back with its width and the view in front, and F6 walks to it", async () => {
    await at(null, true);
    page.frame.workbench.find("second")?.focus();
    page.frame.workbench.places.setRightWidth(400);
    await at(page.frame.layoutNow());
    expect(page.frame.workbench.active("right")?.id).toBe("second");
    expect(page.root.querySelector<HTMLElement>("[data-testid=right]")?.style.width).toBe("400px");
    page.frame.workbench.showArea("right");
    page.frame.workbench.focusArea("center");
    await page.frame.commands.run("view.nextPlace");
    expect(page.frame.workbench.places.region()).toBe("right");
    await page.frame.commands.run("view.nextPlace");
    expect(page.frame.workbench.places.region()).toBe("status");
  });
});

describe("the layout", () => {
  // The kind has to be there before the layout comes back, as features install before the start.
  const reopened = (layout: string | null, restore?: PanelKind<Note>["restore"]): Promise<FakePage> =>
    startFake({ boot: { layout } }, (frame) =>
      frame.workbench.registerPanel(kind(restore ? { restore } : {})),
    );

  it("is stored a moment after a change and comes back as it was", async () => {
    open("a");
    open("b", { preview: true, split: "right" });
    await until("the layout is stored", () => page.fake.system.layout?.includes('"b"') === true);
    page = await reopened(page.fake.system.layout);
    expect(tabs()).toEqual(["a", "b"]);
    expect(page.root.querySelectorAll(".dock-center .dv-groupview"), "both groups").toHaveLength(2);
    expect(page.frame.workbench.find("b")?.preview()).toBe(true);
    expect(active(), "and the one that was in front").toBe("b");
    expect(page.frame.workbench.find("a")?.state()).toEqual({ text: "a" });
  });

  it("loses panels that may not come back", async () => {
    open("a");
    open("b");
    await until("the layout is stored", () => page.fake.system.layout?.includes('"b"') === true);
    page = await reopened(page.fake.system.layout, (id) => Promise.resolve(id !== "a"));
    expect(tabs()).toEqual(["b"]);
  });

  it.each(["{", '{"version":1,"center":{"grid":{"grid":{"root":{"type":"branch","data":[]}}},"panels":{}}}'])(
    "that is broken (%s) leaves an empty centre that works",
    async (text) => {
      page = await reopened(text);
      expect(tabs()).toEqual([]);
      open("a");
      expect(tabs()).toEqual(["a"]);
    },
  );

  it("that the dock cannot draw leaves an empty centre that works", async () => {
    open("a");
    await until("the layout is stored", () => page.fake.system.layout?.includes('"a"') === true);
    const layout = JSON.parse(page.fake.system.layout ?? "") as {
      center: { grid: { grid: { orientation: string } } };
    };
    layout.center.grid.grid.orientation = "SIDEWAYS";
    page = await reopened(JSON.stringify(layout));
    open("b");
    expect(tabs()).toContain("b");
  });
});
