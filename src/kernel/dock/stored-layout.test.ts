import { describe, expect, it } from "vitest";
import { defaultLayout, panelIds, prune, readLayout, type StoredDock } from "./stored-layout";

const leaf = (views: string[], activeView = views[0]) => ({
  type: "leaf" as const,
  data: { views, activeView, id: "1" },
  size: 100,
});

const dock = (root: unknown): StoredDock =>
  ({
    grid: { grid: { root, width: 800, height: 600, orientation: "HORIZONTAL" }, panels: {} },
    panels: { a: { kind: "editor", state: { path: "a" }, title: "a", preview: false } },
  }) as unknown as StoredDock;

const two = dock({ type: "branch", data: [leaf(["a", "b"], "b"), leaf(["c"])], size: 600 });

describe("a stored layout", () => {
  it.each([
    null,
    "",
    "{",
    "null",
    "[]",
    "42",
    '{"version":2}',
    '{"version":1,"center":{"grid":{},"panels":{}},"sidebar":7}',
    '{"version":1,"center":{"grid":{"grid":{"root":{"type":"leaf"}}},"panels":{}}}',
    '{"version":1,"center":{"grid":{"grid":{"root":{"type":"branch","data":[5]}}},"panels":{}}}',
  ])("that is broken (%j) leaves the default", (text) => {
    expect(readLayout(text)).toEqual(defaultLayout);
  });

  it("keeps what is right of a layout that is partly broken", () => {
    const text = JSON.stringify({
      version: 1,
      center: two,
      bottom: "no",
      sidebar: { shown: false, width: 1e9, view: 3, inside: {} },
      bottomShown: true,
      bottomHeight: "tall",
      right: 4,
      rightShown: "yes",
      rightWidth: 1,
      recentCommands: ["a.b", 7],
    });
    expect(readLayout(text)).toEqual({
      version: 1,
      center: two,
      bottom: null,
      sidebar: { shown: false, width: 800, view: null, inside: {} },
      bottomShown: true,
      bottomHeight: 250,
      right: null,
      rightShown: null,
      rightWidth: 200,
      recentCommands: ["a.b"],
    });
  });

  it("names each panel once", () => {
    expect(panelIds(two)).toEqual(["a", "b", "c"]);
  });

  it("loses panels that are gone, and groups without any", () => {
    const left = prune(two, new Set(["a"]));
    expect(left?.grid.root).toEqual({ type: "branch", data: [leaf(["a"])], size: 600 });
    expect(Object.keys(left?.panels ?? {})).toEqual(["a"]);
    expect(left?.activeGroup, "some group is active").toBe("1");
  });

  it("is nothing when no panel is left", () => {
    expect(prune(two, new Set())).toBe(null);
  });

  it("gets a branch at its root", () => {
    expect(prune(dock(leaf(["a"])), new Set(["a"]))?.grid.root.type).toBe("branch");
  });
});
