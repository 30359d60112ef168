import { expect, test } from "vitest";
import type { Hit, SearchQuery } from "./search-types";
import { indexStatusFrom, messagesIn, progressOf, wireAction, wireQuery } from "./search-wire";

const query: SearchQuery = {
  query: "a",
  syntax: "literal",
  case: "smart",
  word: true,
  paths: ["!b"],
  hidden: true,
  ignored: true,
  kinds: null,
  context: 2,
};
const done = { files: 1, hits: 2, scanned: 3, truncated: false, elapsedMs: 4 };
const path = { path: "a" };

test("a question is written as the core reads it", () => {
  expect(wireQuery(query)).toEqual({
    text: "a",
    mode: "literal",
    case: "smart",
    word: true,
    paths: ["!b"],
    langs: [],
    kinds: [],
    hidden: true,
    noIgnore: true,
    context: 2,
  });
});

test("hits come before the end of the same message, and a failure is an end", () => {
  const hits = [{ text: "x" } as Hit];
  expect(messagesIn({ hits })).toEqual([{ hits }]);
  expect(messagesIn({ hits, done: { ...done, problems: [{ path, reason: "too long" }] } })).toEqual([
    { hits },
    { done: { ...done, problems: ["a: too long"] } },
  ]);
  const error = { code: "invalid", message: "No.", retryable: false } as const;
  expect(messagesIn({ done: { ...done, error } })).toEqual([{ error }]);
});

test("the state of the index is one word", () => {
  const progress = { total: 5, done: 2, running: false, paused: false, stopped: false };
  const states = [{ running: true }, { running: true, paused: true }, { paused: true, stopped: true }, {}];
  expect(states.map((part) => progressOf({ ...progress, ...part }).state)).toEqual([
    "building",
    "paused",
    "stopped",
    "ready",
  ]);
  const listed = [
    { path, state: "skipped", reason: "binary" } as const,
    { path: { path: "b" }, state: "indexed" } as const,
  ];
  expect(indexStatusFrom({ progress, files: 9, bytes: 1, states: listed })).toEqual({
    state: "ready",
    total: 5,
    done: 2,
    files: 9,
    bytes: 1,
    skipped: [{ path, reason: "binary" }],
  });
  expect(wireAction("start")).toBe("resume");
});
