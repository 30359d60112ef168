import { describe, expect, it } from "vitest";
import type { TerminalInfo } from "../../ipc/bindings";
import {
  exitText,
  NO_TERMINALS,
  reducePhase,
  reduceTerminals,
  type Phase,
  type PhaseEvent,
  type TerminalsEvent,
} from "./terminal-reducer";

function terminal(fields: Partial<TerminalInfo> = {}): TerminalInfo {
  return {
    id: "t1",
    name: "zsh",
    title: null,
    shell: "/bin/zsh",
    cwd: "/home/a/ripgrep",
    pid: 42,
    cols: 80,
    rows: 24,
    busy: null,
    exit: null,
    startedAt: 1,
    ...fields,
  };
}

const after = (...events: TerminalsEvent[]) => events.reduce(reduceTerminals, NO_TERMINALS);

describe("terminals of the owner", () => {
  it("says the same when every event is seen twice", () => {
    const events: TerminalsEvent[] = [
      { type: "listed", terminals: [terminal(), terminal({ id: "t2" })] },
      { type: "changed", terminal: terminal({ name: "build" }) },
      { type: "closed", id: "t2" },
    ];
    const twice = events.flatMap((event) => [event, event]);
    expect(after(...twice)).toEqual(after(...events));
    expect(Object.values(after(...events).byId)).toEqual([terminal({ name: "build" })]);
  });

  it("does not bring back what is gone, nor what has ended", () => {
    const exit = { code: 0, signal: null };
    const late: TerminalsEvent = { type: "listed", terminals: [terminal(), terminal({ id: "t2" })] };
    const state = after(
      { type: "closed", id: "t2" },
      { type: "changed", terminal: terminal({ exit }) },
      late,
    );
    expect(state.byId).toEqual({ t1: terminal({ exit }) });
  });

  it("remembers only so many that are gone", () => {
    const events = Array.from({ length: 1000 }, (_, index): TerminalsEvent => ({
      type: "closed",
      id: `t${index}`,
    }));
    expect(after(...events).gone.length).toBeLessThanOrEqual(256);
    expect(after(...events).gone).toContain("t999");
  });
});

describe("life of a panel", () => {
  const exit = { code: 1, signal: null };
  const failure = { message: "The shell /bin/nope does not exist." };
  const walk = (...events: PhaseEvent[]): Phase => events.reduce(reducePhase, { at: "starting" });
  const started: PhaseEvent = { type: "started", id: "t1" };

  it.each<[string, PhaseEvent[], Phase]>([
    ["starts", [started], { at: "running", id: "t1" }],
    ["ends", [started, { type: "exited", id: "t1", exit }], { at: "exited", id: "t1", exit }],
    ["fails to start", [{ type: "startFailed", failure }], { at: "unstarted", failure }],
    [
      "tries again",
      [{ type: "startFailed", failure }, { type: "restarted" }, started],
      { at: "running", id: "t1" },
    ],
    [
      "starts anew after its end",
      [started, { type: "exited", id: "t1", exit }, { type: "restarted" }, { type: "started", id: "t2" }],
      { at: "running", id: "t2" },
    ],
    [
      "loses its output",
      [started, { type: "outputFailed", id: "t1", failure }],
      { at: "detached", id: "t1", failure },
    ],
    [
      "gets its output back",
      [started, { type: "outputFailed", id: "t1", failure }, { type: "attachAgain", id: "t1" }],
      { at: "running", id: "t1" },
    ],
    [
      "ends while its output is lost",
      [started, { type: "outputFailed", id: "t1", failure }, { type: "exited", id: "t1", exit }],
      { at: "exited", id: "t1", exit },
    ],
    [
      "does not hear the end of another shell",
      [started, { type: "exited", id: "t0", exit }],
      { at: "running", id: "t1" },
    ],
    ["is not restarted while it runs", [started, { type: "restarted" }], { at: "running", id: "t1" }],
    [
      "keeps its end when the output fails behind it",
      [started, { type: "exited", id: "t1", exit }, { type: "outputFailed", id: "t1", failure }],
      { at: "exited", id: "t1", exit },
    ],
  ])("%s", (_name, events, expected) => {
    expect(walk(...events)).toEqual(expected);
    expect(walk(...events.flatMap((event) => [event, event])), "every event may be seen twice").toEqual(
      expected,
    );
  });

  it("says in words how a shell ended", () => {
    expect(exitText({ code: 0, signal: null })).toBe("exited 0");
    expect(exitText({ code: null, signal: "SIGKILL" })).toBe("killed by SIGKILL");
    expect(exitText({ code: null, signal: null })).toBe("ended");
  });
});
