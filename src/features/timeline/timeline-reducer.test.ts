import { expect, test } from "vitest";
import type { JournalEvent } from "../../ipc/bindings";
import { makeJournal } from "../../ipc/fake/journal";
import {
  erasedPlaces,
  linesOf,
  mergeEvents,
  passes,
  usual,
  withoutErased,
  type TimelineFilter,
} from "./timeline-reducer";
import { wordsOf } from "./timeline-words";

const events = (...parts: Partial<JournalEvent>[]): JournalEvent[] => {
  const journal = makeJournal(() => undefined);
  parts.forEach((part) => journal.append(part));
  return journal.events();
};

test("events stand once, the newest place first, whatever the clock did", () => {
  const all = events({ at: 300 }, { at: 100 }, { at: 200 });
  const seqs = (list: JournalEvent[]): number[] => list.map(({ seq }) => seq);
  expect(seqs(mergeEvents([], all))).toEqual([2, 1, 0]);
  expect(seqs(mergeEvents(mergeEvents([], all), all.slice(1)))).toEqual([2, 1, 0]);
});

test("a note of an erasure takes the payload of what it names, and nothing else", () => {
  const all = events(
    { payload: '{"path":"a"}', file: { path: "a" } },
    { payload: '{"path":"b"}' },
    { kind: "erased", payload: '{"seqs":[0,"x"]}' },
    { kind: "x.other.erased", payload: '{"seqs":[1]}' },
    { kind: "erased", payload: "nonsense" },
  );
  const erased = erasedPlaces(all);
  expect([...erased]).toEqual([0]);
  expect(withoutErased(all, erased).map(({ payload }) => payload === null)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

test("the name of a file goes with what is forgotten", () => {
  const [saved] = events({ kind: "document.saved", file: { path: "plan.md" } });
  expect(withoutErased([saved as JournalEvent], new Set([0]))[0]?.file).toBe(null);
});

test("what only says that the sidecar does its work is left out, unless it is asked for", () => {
  const all = events(
    { kind: "sidecar.changed", payload: '{"state":"starting"}' },
    { kind: "sidecar.changed", payload: '{"state":"failed"}' },
    { kind: "egress.decided", payload: '{"decision":"seen","way":"subprocess","target":"/bin/python"}' },
    { kind: "egress.decided", payload: '{"decision":"seen","way":"connect","target":"a:1"}' },
    { kind: "egress.decided", payload: '{"decision":"denied","way":"subprocess","target":"/bin/sh"}' },
  );
  const shown = (area: string): boolean[] => all.map((event) => passes(event, { ...usual, area }, 0));
  expect(shown("")).toEqual([false, true, false, true, true]);
  expect(shown("all")).toEqual([true, true, true, true, true]);
  expect(shown("tenon")).toEqual([true, true, false, false, false]);
  expect(all.map((event) => wordsOf(event).title).slice(2)).toEqual([
    "Sidecar started",
    "Sidecar tried to reach",
    "Sidecar was kept from starting",
  ]);
});

test("what comes while the list is open passes the same filters as what is read", () => {
  const [saved, started] = events(
    { kind: "document.saved", at: 1_000, file: { path: "a" } },
    { kind: "terminal.started", at: 1_000 },
  ) as [JournalEvent, JournalEvent];
  const check = (filter: Partial<TimelineFilter>, now: number): boolean[] =>
    [saved, started].map((event) => passes(event, { ...usual, ...filter }, now));
  expect(check({}, 9_000)).toEqual([true, true]);
  expect(check({ area: "files" }, 9_000)).toEqual([true, false]);
  expect(check({ area: "terminals" }, 9_000)).toEqual([false, true]);
  expect(check({ file: { path: "a" } }, 9_000)).toEqual([true, false]);
  expect(check({ file: { path: "b" } }, 9_000)).toEqual([false, false]);
  expect(check({ past: 100 }, 9_000)).toEqual([false, false]);
  expect(check({ past: 8_000 }, 9_000)).toEqual([true, true]);
});

test("each day stands once above its events", () => {
  const all = mergeEvents([], events({ at: 1 }, { at: 20 }, { at: 21 }));
  const lines = linesOf(all, (at) => String(Math.floor(at / 10)));
  expect(lines.map((line) => ("day" in line ? line.day : line.event.seq))).toEqual(["2", 2, 1, "0", 0]);
});

test("events are told in words, and lead where they can", () => {
  const hash = "4f1c9e2000000000000000000000000000000000";
  const rows: [Partial<JournalEvent>, string, string, string | undefined][] = [
    [{ kind: "document.saved", file: { path: "src/a.rs" } }, "Saved a.rs", "src", "file"],
    [
      { kind: "document.saved", file: { path: "src/a.rs" }, payload: null },
      "A file was saved",
      "forgotten",
      undefined,
    ],
    [
      { kind: "terminal.started", subject: "terminal:1", payload: '{"shell":"/bin/zsh","cwd":"/w/sub"}' },
      "Terminal with zsh",
      "in sub",
      "terminal",
    ],
    [
      { kind: "terminal.ended", subject: "run:1", payload: '{"exit":{"code":3}}' },
      "Terminal ended",
      "status 3",
      "terminal",
    ],
    [
      { kind: "git.branchSwitched", payload: JSON.stringify({ from: hash, to: "main", head: hash }) },
      "Switched to main",
      "from 4f1c9e20",
      "commit",
    ],
    [{ kind: "document.changed", file: { path: "src/a.rs" } }, "Changed a.rs", "src", "file"],
    [{ kind: "document.changed", payload: "{}" }, "Changed an untitled text", "", undefined],
    [
      { kind: "history.restored", payload: '{"path":{"path":"src"},"changed":2,"created":0,"removed":1}' },
      "Restored src",
      "2 changed, 1 removed",
      undefined,
    ],
    [{ kind: "history.undone", payload: '{"changed":1}' }, "Restore undone", "1 changed", undefined],
    [{ kind: "history.replaced", payload: '{"changed":3}' }, "Replaced text", "3 changed", undefined],
    [
      { kind: "history.undone", payload: '{"changed":3,"of":"history.replaced"}' },
      "Replacing undone",
      "3 changed",
      undefined,
    ],
    [
      { kind: "note.renamed", payload: '{"from":{"path":"old/plan.md"}}', file: { path: "sub/idea.md" } },
      "Renamed note to idea.md",
      "from old/plan.md",
      "file",
    ],
    [{ kind: "note.created", file: { path: "sub/idea.md" } }, "Made note idea.md", "sub", "file"],
    [
      { kind: "task.changed", subject: "task:T-3", payload: '{"fields":["status","due"]}' },
      "Changed task T-3",
      "status, due",
      undefined,
    ],
    [
      { kind: "task.created", subject: "task:T-4", payload: '{"status":"To Do"}' },
      "Made task T-4",
      "To Do",
      undefined,
    ],
    [{ kind: "erased", payload: '{"seqs":[1,2]}' }, "Forgotten", "2 events", undefined],
    [{ kind: "x.tool.runFinished" }, "X tool run finished", "", undefined],
    [{ kind: "sidecar.changed", payload: '{"state":"ready"}' }, "Sidecar", "ready", "log"],
  ];
  for (const [part, title, detail, target] of rows) {
    const [event] = events(part) as [JournalEvent];
    const words = wordsOf(event);
    expect([words.title, words.detail, words.target?.type]).toEqual([title, detail, target]);
  }
});
