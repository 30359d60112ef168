import { describe, expect, test } from "vitest";
import type { LinkedThing, LinkEdge, LinkGraph } from "../../ipc/bindings";
import { around, back, paramsOf, pictureOf, reasonOf, rowsOf, summaryOf } from "./graph-model";
import { readLately } from "./lately";
import { groupOf, groups } from "./shapes";

const thing = (ref: string, depth: number, title = ref): LinkedThing => ({
  ref,
  kind: ref.slice(0, ref.indexOf(":")),
  title,
  detail: null,
  path: null,
  line: null,
  at: null,
  depth,
  missing: false,
});
const edge = (from: string, to: string, part: Partial<LinkEdge> = {}): LinkEdge => ({
  from,
  to,
  kind: "mentions",
  origin: "written",
  confidence: 1,
  reason: "",
  evidence: [],
  path: null,
  line: null,
  at: null,
  suggestion: false,
  changed: false,
  ...part,
});

const graph: LinkGraph = {
  things: [
    thing("file:a.rs", 0, "a.rs"),
    thing("note:n", 1, "Line buffer"),
    thing("task:T-1", 2, "T-1"),
    thing("commit:4f", 1),
  ],
  edges: [
    edge("note:n", "file:a.rs", { reason: "[[a.rs]] in its text" }),
    edge("note:n", "task:T-1", { kind: "similar", suggestion: true, confidence: 0.9 }),
    edge("commit:4f", "task:T-1", { kind: "closes", reason: '"fixes T-1" in the message', confidence: 0.5 }),
    edge("commit:4f", "file:a.rs", { kind: "touches" }),
    edge("note:n", "gone:x"),
  ],
  more: false,
};

describe("what is asked for", () => {
  test("says what was chosen, and all kinds as none", () => {
    expect(paramsOf({}, 5)).toBeUndefined();
    const usual = { of: "file:a", depth: 1, kinds: null, since: null, suggestions: true, limit: 5_000 };
    expect(paramsOf({ of: "file:a" }, 5)).toEqual(usual);
    const some = paramsOf({ of: "file:a", depth: 3, without: ["note"], past: 10, suggestions: false }, 1_000);
    expect(some).toMatchObject({ depth: 3, since: 990, suggestions: false });
    expect(some?.kinds?.includes("file")).toBe(true);
    expect(some?.kinds?.some((kind) => groupOf(kind) === "note")).toBe(false);
  });

  test("walks from thing to thing and back", () => {
    const start = around(around({}, "a:1", "A"), "b:1", "B");
    expect(around(start, "b:1", "B"), "it is there already").toBe(start);
    expect(start).toEqual({ of: "b:1", name: "B", trail: [{ of: "a:1", name: "A" }] });
    expect(back(start)).toEqual({ of: "a:1", name: "A", trail: [] });
    expect(back(back(start))).toEqual(back(start));
    let far = start;
    for (let at = 0; at < 50; at++) far = around(far, `c:${at}`, "C");
    expect(far.trail?.length).toBe(20);
  });
});

describe("the list", () => {
  test("has each thing once, below the surest thing that is nearer, with the reason", () => {
    const rows = rowsOf(graph).map(({ thing: { title }, level, place, of, reason, more }) => [
      title,
      level,
      `${place}/${of}`,
      reason,
      more,
    ]);
    expect(rows).toEqual([
      ["a.rs", 1, "1/1", "", 0],
      ["Line buffer", 2, "1/2", "mentions: [[a.rs]] in its text", 2],
      ["commit:4f", 2, "2/2", "changed", 1],
      ["T-1", 3, "1/1", 'closed by: "fixes T-1" in the message', 1],
    ]);
  });

  test("of nothing is empty, and what hangs on nothing known hangs on the first", () => {
    expect(rowsOf({ things: [], edges: [], more: false })).toEqual([]);
    const lone = rowsOf({ ...graph, edges: [] });
    expect(lone.map(({ level, reason }) => [level, reason])).toEqual([
      [1, ""],
      [2, ""],
      [2, ""],
      [2, ""],
    ]);
  });

  test("a circle of things ends", () => {
    const things = [thing("a:1", 0), thing("b:1", 1), thing("c:1", 1)];
    const edges = [edge("a:1", "b:1"), edge("b:1", "c:1"), edge("c:1", "a:1"), edge("a:1", "a:1")];
    expect(rowsOf({ things, edges, more: false }).map(({ thing: { ref } }) => ref)).toEqual([
      "a:1",
      "b:1",
      "c:1",
    ]);
  });
});

test("a reason is read from the side that one looks from, with its marks", () => {
  const both = edge("task:T-2", "task:T-1", { kind: "dependsOn", suggestion: true, changed: true });
  expect(reasonOf(both, "task:T-2")).toBe("depends on (suggested, changed since)");
  expect(reasonOf(both, "task:T-1")).toBe("needed by (suggested, changed since)");
  expect(reasonOf(edge("a:1", "b:1", { kind: "newKind", reason: "so" }), "a:1")).toBe("newKind: so");
});

test("the picture leaves out links to what is not shown, and dashes suggestions", () => {
  const { nodes, lines } = pictureOf(graph);
  expect(nodes.map(({ group }) => group)).toEqual(["file", "note", "task", "commit"]);
  expect(lines).toEqual([
    { from: 1, to: 0, stroke: "plain" },
    { from: 1, to: 2, stroke: "suggestion" },
    { from: 3, to: 2, stroke: "plain" },
    { from: 3, to: 0, stroke: "plain" },
  ]);
  expect(pictureOf({ ...graph, things: [thing("file:x", 0, "y".repeat(99))] }).nodes[0]?.label.length).toBe(
    36,
  );
});

test("its summary counts kinds and links", () => {
  expect(summaryOf(graph)).toBe("Graph around a.rs: 3 things (notes 1, tasks 1, commits 1), 5 links.");
  expect(summaryOf({ things: [], edges: [], more: false })).toBe("An empty graph.");
});

test("each kind belongs to one group, and unknown ones to the last", () => {
  const kinds = groups.flatMap((group) => [...group.kinds]);
  expect(new Set(kinds).size).toBe(kinds.length);
  expect([groupOf("heading"), groupOf("whatever")]).toEqual(["note", "other"]);
});

test("what a layout remembers is read with care", () => {
  expect(readLately(undefined)).toEqual([]);
  expect(readLately([{ of: "a:1", name: "A" }, { of: 1 }, null, "x"])).toEqual([{ of: "a:1", name: "A" }]);
});
