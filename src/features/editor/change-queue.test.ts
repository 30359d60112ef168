import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { AppError } from "../../ipc/app-error";
import type { Change, DocumentChanged } from "../../ipc/bindings";
import { makeChangeQueue, type ChangeQueue } from "./change-queue";
import { makeRandom } from "./testing/random";

interface Owner {
  text: string;
  changes: Change[];
  /** Answers the change that waits. */
  answer: () => Promise<void>;
  refuse: (error: AppError) => Promise<void>;
  waiting: () => number;
  overtaken: number;
}

const asText = (text: string): Text => Text.of(text.split("\n"));
const turn = async (): Promise<void> => {
  for (let step = 0; step < 20; step++) await Promise.resolve();
};

function apply(text: string, { changes }: Change): string {
  let result = "";
  let at = 0;
  for (const [from, to, inserted] of changes) {
    expect(from, "edits are sorted and apart").toBeGreaterThanOrEqual(at);
    expect(to, "edits stay inside the text").toBeLessThanOrEqual(text.length);
    expect(inserted, "no carriage return crosses").not.toContain("\r");
    result += text.slice(at, from) + inserted;
    at = to;
  }
  return result + text.slice(at);
}

function setUp(
  start: string,
  defer?: (run: () => void) => void,
): { owner: Owner; queue: ChangeQueue; faults: (AppError | undefined)[] } {
  const open: {
    change: Change;
    resolve: (answer: DocumentChanged) => void;
    reject: (error: AppError) => void;
  }[] = [];
  const faults: (AppError | undefined)[] = [];
  const owner: Owner = {
    text: start,
    overtaken: 0,
    changes: [],
    waiting: () => open.length,
    answer: async () => {
      const { change, resolve } = open.shift() ?? expect.fail("a change is on its way");
      owner.changes.push(change);
      owner.text = apply(owner.text, change);
      resolve({ counter: change.counter, dirty: true, unkept: null });
      await turn();
    },
    refuse: async (error) => {
      open.shift()?.reject(error);
      await turn();
    },
  };
  const queue = makeChangeQueue({
    doc: "d",
    replica: "w",
    start: { text: asText(start), head: null },
    send: (change) => new Promise((resolve, reject) => open.push({ change, resolve, reject })),
    onAnswer: () => undefined,
    onBusy: () => undefined,
    onFault: (fault) => faults.push(fault),
    onOvertaken: () => (owner.overtaken += 1),
    ...(defer ? { defer } : {}),
  });
  return { owner, queue, faults };
}

const refused = new AppError({ code: "storage", message: "The owner cannot take it.", retryable: false });

describe("the queue of edits", () => {
  it("sends one change at a time, each on top of the one before", async () => {
    const { owner, queue } = setUp("abc");
    queue.push(ChangeSet.of({ from: 0, insert: "1" }, 3));
    queue.push(ChangeSet.of({ from: 4, insert: "2" }, 4));
    expect(owner.waiting(), "the second waits for the first").toBe(1);
    await owner.answer();
    await owner.answer();
    expect(owner.changes.map(({ counter, parents }) => [counter, parents])).toEqual([
      [1, []],
      [2, ["w:1"]],
    ]);
    expect(owner.text).toBe("1abc2");
  });

  it("joins what is typed while a change is on its way", async () => {
    const { owner, queue } = setUp("");
    for (let index = 0; index < 10; index++) {
      queue.push(ChangeSet.of({ from: index, insert: String(index) }, index));
    }
    await owner.answer();
    await owner.answer();
    expect(owner.changes.length, "nine keys went as one change").toBe(2);
    expect(owner.text).toBe("0123456789");
  });

  it("lets a letter be drawn before it is sent, and a save not wait for that", async () => {
    const later: (() => void)[] = [];
    const { owner, queue } = setUp("", (run) => later.push(run));
    queue.push(ChangeSet.of({ from: 0, insert: "a" }, 0));
    queue.push(ChangeSet.of({ from: 1, insert: "b" }, 1));
    expect([owner.waiting(), later.length, queue.busy()], "one sending is planned for both").toEqual([
      0,
      1,
      true,
    ]);
    later.shift()?.();
    expect(owner.waiting()).toBe(1);
    await owner.answer();
    queue.push(ChangeSet.of({ from: 2, insert: "c" }, 2));
    const flushed = queue.flush();
    expect(owner.waiting(), "it goes out at once").toBe(1);
    await owner.answer();
    await flushed;
    later.shift()?.();
    expect([owner.text, owner.waiting()], "the planned sending finds nothing").toEqual(["abc", 0]);
  });

  it("tells when the owner has everything", async () => {
    const { owner, queue } = setUp("");
    await queue.flush();
    queue.push(ChangeSet.of({ from: 0, insert: "a" }, 0));
    queue.push(ChangeSet.of({ from: 1, insert: "b" }, 1));
    let done = false;
    const flushed = queue.flush().then(() => (done = true));
    await owner.answer();
    expect(done, "one change is still on its way").toBe(false);
    await owner.answer();
    await flushed;
    expect(queue.busy()).toBe(false);
  });

  it("stops at a refusal and keeps what was typed", async () => {
    const { owner, queue, faults } = setUp("");
    queue.push(ChangeSet.of({ from: 0, insert: "a" }, 0));
    const flushed = queue.flush();
    await owner.refuse(refused);
    await expect(flushed).rejects.toBe(refused);
    queue.push(ChangeSet.of({ from: 1, insert: "b" }, 1));
    expect(owner.waiting(), "nothing is sent after a refusal").toBe(0);
    queue.retry();
    await owner.answer();
    await owner.answer();
    expect(owner.text).toBe("ab");
    expect(faults).toEqual([refused, undefined]);
  });

  it("starts over under a new name after the owner lost count", async () => {
    const { owner, queue } = setUp("x");
    queue.push(ChangeSet.of({ from: 1, insert: "lost" }, 1));
    await owner.refuse(refused);
    queue.reset(asText("xlost"));
    const change = await queue.adopt(async () => ({ text: asText("x"), head: null }));
    expect(change.apply(asText("xlost")).toString()).toBe("x");
    queue.push(ChangeSet.of({ from: 1, insert: "y" }, 1));
    await owner.answer();
    expect(owner.changes.map(({ replica, counter }) => [replica, counter])).toEqual([["w.1", 1]]);
  });

  it("keeps what is typed on top of a text that the owner read again", async () => {
    const { owner, queue } = setUp("one\ntwo");
    const reading = queue.adopt(async () => {
      owner.text = "zero\none\ntwo";
      // Typed while the text is fetched.
      queue.push(ChangeSet.of({ from: 7, insert: "!" }, 7));
      return { text: asText(owner.text), head: "disk:1" };
    });
    const change = await reading;
    expect(change.apply(asText("one\ntwo!")).toString()).toBe("zero\none\ntwo!");
    await turn();
    await owner.answer();
    expect(owner.text).toBe("zero\none\ntwo!");
  });

  it("lets another writer who came first go first", async () => {
    const { owner, queue, faults } = setUp("one two");
    queue.push(ChangeSet.of({ from: 7, insert: "!" }, 7));
    queue.push(ChangeSet.of({ from: 8, insert: "?" }, 8));
    await owner.refuse(
      new AppError({ code: "conflict", message: "Another window came first.", retryable: false }),
    );
    expect(owner.overtaken).toBe(1);
    owner.text = "zero one two";
    const change = await queue.adopt(async () => ({ text: asText(owner.text), head: "other:1" }));
    expect(change.apply(asText("one two!?")).toString(), "the editor has both").toBe("zero one two!?");
    await turn();
    await owner.answer();
    expect(owner.text).toBe("zero one two!?");
    expect(owner.changes.map(({ counter, parents }) => [counter, parents])).toEqual([[1, ["other:1"]]]);
    expect(faults, "nothing was refused for good").toEqual([]);
  });

  it("gives a new owner the text as the editor has it", async () => {
    const { owner, queue } = setUp("one");
    queue.push(ChangeSet.of({ from: 3, insert: " two" }, 3));
    await owner.answer();
    queue.push(ChangeSet.of({ from: 7, insert: " three" }, 7));
    await owner.refuse(refused);
    owner.text = "one";
    owner.changes = [];
    queue.restart({ text: asText("one"), head: null }, asText("one two three"));
    await owner.answer();
    expect(owner.text, "what the old owner had and what it refused").toBe("one two three");
    expect(owner.changes.map(({ replica, counter, parents }) => [replica, counter, parents])).toEqual([
      ["w.1", 1, []],
    ]);
    expect(queue.fault(), "it takes edits again").toBeUndefined();
  });

  it("brings any edits to the owner as the editor has them", async () => {
    const pieces = ["", "a", "xyz", "\n", "\u{1f600}", "\u{1f601}", "line\nline", "é"];
    for (const seed of [1, 7, 42, 20_261_121]) {
      const random = makeRandom(seed);
      const { owner, queue } = setUp("start\nof \u{1f600} text");
      let local = asText(owner.text);
      for (let round = 0; round < 400; round++) {
        const from = random(local.length + 1);
        const to = Math.min(local.length, from + random(6));
        const cut = local.toString();
        // An editor keeps characters whole; halves have tests of their own.
        const inside = (at: number): boolean => /[\udc00-\udfff]/.test(cut[at] ?? "");
        if (inside(from) || inside(to)) continue;
        const insert = asText(pieces[random(pieces.length)] ?? "");
        const change = ChangeSet.of({ from, to, insert }, local.length);
        local = change.apply(local);
        queue.push(change);
        if (random(3) === 0 && owner.waiting() > 0) await owner.answer();
      }
      while (owner.waiting() > 0) await owner.answer();
      expect(owner.text, `seed ${seed}`).toBe(local.toString());
      expect(
        owner.changes.map(({ counter }) => counter),
        `seed ${seed}: counters have no gaps`,
      ).toEqual(owner.changes.map((_, index) => index + 1));
    }
  });
});
