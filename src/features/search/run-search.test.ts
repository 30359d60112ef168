import { expect, test } from "vitest";
import { AppError } from "../../ipc/app-error";
import type { Hit, SearchMessage } from "../../ipc/search-types";
import { runSearch } from "./run-search";
import { emptyForm, queryOf } from "./search-form";

function core() {
  let tell = (_message: SearchMessage): void => undefined;
  let start = (_id: string): void => undefined;
  let refuse = (_fault: unknown): void => undefined;
  const stopped: string[] = [];
  const heard: string[] = [];
  const running = runSearch(
    {
      searchRun: (_params, onMessage) => {
        tell = onMessage;
        return new Promise((resolve, reject) => {
          start = (search) => resolve({ search });
          refuse = reject;
        });
      },
      searchStop: async ({ search }) => void stopped.push(search),
    },
    queryOf({ ...emptyForm, query: "x" }),
    10,
    {
      hits: (hits) => heard.push(hits.map(({ text }) => text).join()),
      done: ({ hits }) => heard.push(`done ${hits}`),
      failed: ({ message, hint }) => heard.push(`failed ${message} ${hint ?? ""}`),
    },
  );
  return {
    tell: (message: SearchMessage) => tell(message),
    start: (id: string) => start(id),
    refuse: (fault: unknown) => refuse(fault),
    running,
    stopped,
    heard,
  };
}

const page = (...texts: string[]): SearchMessage => ({ hits: texts.map((text) => ({ text }) as Hit) });
const done = (hits: number): SearchMessage => ({
  done: { files: 1, hits, truncated: false, elapsedMs: 1, scanned: 0, problems: [] },
});
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

test("the first page is heard at once, the others together, all before the end", () => {
  const { tell, heard } = core();
  tell(page("a"));
  expect(heard).toEqual(["a"]);
  tell(page("b"));
  tell(page("c"));
  expect(heard).toEqual(["a"]);
  tell(done(3));
  expect(heard).toEqual(["a", "b,c", "done 3"]);
});

test("a search that is stopped says nothing more, and the core is told", async () => {
  const { tell, heard, running, start, stopped } = core();
  start("7");
  await settled();
  running.stop();
  tell(page("late"));
  tell(done(1));
  expect([heard, stopped]).toEqual([[], ["7"]]);
});

test("a search that is stopped before it has a number is stopped once it has one", async () => {
  const { running, start, stopped } = core();
  running.stop();
  expect(stopped).toEqual([]);
  start("8");
  await settled();
  expect(stopped).toEqual(["8"]);
});

test("a search that has ended is not stopped", async () => {
  const { tell, running, start, stopped } = core();
  start("9");
  tell(done(0));
  await settled();
  running.stop();
  expect(stopped).toEqual([]);
});

test("faults come in the stream or in the answer", async () => {
  const first = core();
  first.tell({ error: "unclosed group" });
  const second = core();
  second.tell({ error: { message: "unclosed group", hint: "at 3" } });
  const third = core();
  third.refuse(new AppError({ code: "storage", message: "No disk.", retryable: false }));
  await settled();
  expect([first.heard, second.heard, third.heard]).toEqual([
    ["failed unclosed group "],
    ["failed unclosed group at 3"],
    ["failed No disk. "],
  ]);
});
