import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TerminalView } from "../../ipc/bindings";
import { ACK_ASIDE, ACK_BYTES, ACK_QUIET, makeOutputStream, type OutputSink } from "./output-stream";
import type { Mark } from "./blocks/mark";

function message(kind: number, bytes: number[] | Uint8Array): ArrayBuffer {
  const framed = new Uint8Array(bytes.length + 1);
  framed[0] = kind;
  framed.set(bytes, 1);
  return framed.buffer;
}

/** A source whose attachment is known when the test says so, and a sink that parses when told. */
function setup() {
  const log: (number[] | "reset" | readonly Mark[])[] = [];
  const unparsed: (() => void)[] = [];
  const acks: [number, number, TerminalView?][] = [];
  const detached: number[] = [];
  const failures: unknown[] = [];
  let send: (data: ArrayBuffer) => void = () => undefined;
  let attached: (attachment: number) => void = () => undefined;
  let refuse: (error: unknown) => void = () => undefined;
  let ackFailure: unknown;
  const sink: OutputSink = {
    write(data, parsed) {
      log.push([...data]);
      unparsed.push(parsed);
    },
    reset: () => log.push("reset"),
    mark: (marks) => log.push(marks),
  };
  const stream = makeOutputStream(
    {
      attach: (onBytes) => {
        send = onBytes;
        return new Promise((resolve, reject) => {
          attached = resolve;
          refuse = reject;
        });
      },
      ack: async (attachment, bytes, view) => {
        if (ackFailure !== undefined) throw ackFailure;
        acks.push(view === null ? [attachment, bytes] : [attachment, bytes, view]);
      },
      detach: async (attachment) => void detached.push(attachment),
    },
    sink,
    (error) => failures.push(error),
  );
  return {
    stream,
    log,
    acks,
    detached,
    failures,
    receive: (data: ArrayBuffer) => send(data),
    attach: async (attachment: number) => {
      attached(attachment);
      await vi.advanceTimersByTimeAsync(0);
    },
    refuse: (error: unknown) => refuse(error),
    failAcks: (error: unknown) => (ackFailure = error),
    parseAll: () => unparsed.splice(0).forEach((parsed) => parsed()),
    quiet: () => vi.advanceTimersByTimeAsync(ACK_QUIET),
  };
}

describe("output stream", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("writes every byte in order and acknowledges exactly what was parsed", async () => {
    const { receive, attach, parseAll, quiet, log, acks } = setup();
    await attach(7);
    receive(message(0, [1, 2, 3]));
    receive(message(0, [4]));
    await quiet();
    expect(acks, "nothing is parsed yet").toEqual([]);
    parseAll();
    await quiet();
    expect(log).toEqual([[1, 2, 3], [4]]);
    expect(acks, "the leading bytes do not count").toEqual([[7, 4]]);
  });

  it("hands marks on in their place, and acknowledges nothing for them", async () => {
    const { receive, attach, parseAll, quiet, log, acks, failures } = setup();
    const marks = (list: unknown) => message(2, new TextEncoder().encode(JSON.stringify(list)));
    await attach(7);
    receive(message(0, [1]));
    receive(marks([{ at: "prompt", run: null }, { at: "of a newer core" }, { at: "command", run: "r" }]));
    receive(message(0, [2]));
    receive(
      marks([
        { at: "end", run: "r", exit: 2 },
        { at: "placed", run: "r", line: 3, end: 5, exit: null },
      ]),
    );
    parseAll();
    await quiet();
    expect(log).toEqual([
      [1],
      [{ at: "prompt" }, { at: "command", run: "r" }],
      [2],
      [
        { at: "end", run: "r", exit: 2 },
        { at: "placed", run: "r", line: 3, end: 5, exit: null },
      ],
    ]);
    expect(acks).toEqual([[7, 2]]);
    receive(message(2, [1]));
    expect(failures, "what cannot be read is told").toHaveLength(1);
  });

  it("resets before a snapshot, behind what came before it", async () => {
    const { receive, attach, parseAll, quiet, log, acks } = setup();
    await attach(1);
    receive(message(0, [1]));
    receive(message(1, [2, 3]));
    receive(message(1, []));
    parseAll();
    await quiet();
    expect(log, "what is placed in a snapshot follows").toEqual([
      [1],
      "reset",
      [2, 3],
      [{ at: "redrawn" }],
      "reset",
      [{ at: "redrawn" }],
    ]);
    expect(acks, "a snapshot's bytes count like others").toEqual([[1, 3]]);
  });

  it("tells how it is shown once the attachment is known, and only what is new", async () => {
    const { stream, receive, attach, parseAll, quiet, acks } = setup();
    stream.see("aside");
    expect(acks).toEqual([]);
    await attach(3);
    expect(acks).toEqual([[3, 0, "aside"]]);
    stream.see("aside");
    receive(message(0, [1, 2]));
    parseAll();
    stream.see("front");
    await quiet();
    expect(acks).toEqual([
      [3, 0, "aside"],
      [3, 2, "front"],
    ]);
  });

  it("acknowledges seldom while something is typed elsewhere", async () => {
    const { stream, receive, attach, parseAll, quiet, acks } = setup();
    await attach(4);
    stream.see("aside");
    receive(message(0, new Uint8Array(ACK_BYTES)));
    parseAll();
    await quiet();
    expect(acks).toEqual([[4, 0, "aside"]]);
    await vi.advanceTimersByTimeAsync(ACK_ASIDE);
    expect(acks).toEqual([
      [4, 0, "aside"],
      [4, ACK_BYTES],
    ]);
  });

  it("holds acknowledgements until the attachment is known", async () => {
    const { receive, attach, parseAll, quiet, log, acks } = setup();
    receive(message(1, [1, 2]));
    parseAll();
    await quiet();
    expect(log, "early messages are drawn at once").toEqual(["reset", [1, 2], [{ at: "redrawn" }]]);
    expect(acks).toEqual([]);
    await attach(9);
    expect(acks, "the credit is returned as soon as it can be").toEqual([[9, 2]]);
  });

  it("acknowledges a full batch without waiting for quiet", async () => {
    const { receive, attach, parseAll, acks } = setup();
    await attach(2);
    receive(message(0, new Uint8Array(ACK_BYTES - 1)));
    parseAll();
    expect(acks).toEqual([]);
    receive(message(0, [1]));
    parseAll();
    expect(acks).toEqual([[2, ACK_BYTES]]);
  });

  it("returns as many bytes as it got, over many messages of all sizes", async () => {
    const { receive, attach, parseAll, quiet, acks, log } = setup();
    let sent = 0;
    for (let index = 0; index < 500; index += 1) {
      const size = (index * 7919) % 9001;
      receive(message(index % 97 === 0 ? 1 : 0, new Uint8Array(size)));
      sent += size;
      if (index === 120) await attach(3);
      if (index % 5 === 0) parseAll();
    }
    parseAll();
    await quiet();
    expect(acks.reduce((sum, [, bytes]) => sum + bytes, 0)).toBe(sent);
    const isBytes = (entry: (typeof log)[number]): entry is number[] => typeof entry[0] === "number";
    const written = log.filter(isBytes).reduce((sum, bytes) => sum + bytes.length, 0);
    expect(written, "no byte is lost on its way to the screen").toBe(sent);
  });

  it("detaches once, and ignores what still arrives", async () => {
    const { stream, receive, attach, parseAll, quiet, log, acks, detached } = setup();
    await attach(4);
    receive(message(0, [1]));
    stream.dispose();
    stream.dispose();
    receive(message(0, [2]));
    parseAll();
    await quiet();
    expect(detached).toEqual([4]);
    expect(log).toEqual([[1]]);
    expect(acks).toEqual([]);
  });

  it("detaches from an attachment that becomes known after the panel closed", async () => {
    const { stream, attach, detached } = setup();
    stream.dispose();
    await attach(5);
    expect(detached).toEqual([5]);
  });

  it("tells when attaching fails, when credit cannot be returned, and when a message is strange", async () => {
    const first = setup();
    first.refuse("no such terminal");
    await vi.advanceTimersByTimeAsync(0);
    expect(first.failures).toEqual(["no such terminal"]);

    const second = setup();
    await second.attach(1);
    second.failAcks("the owner is gone");
    second.receive(message(0, [1]));
    second.parseAll();
    await second.quiet();
    expect(second.failures).toEqual(["the owner is gone"]);

    const third = setup();
    third.receive(message(9, [1]));
    expect(third.failures).toHaveLength(1);
    expect(third.log).toEqual([]);
  });
});
