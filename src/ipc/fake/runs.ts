import type { RunHistory, RunInfo, UiEvent } from "../bindings";
import type { Ipc } from "../client";
import { fault } from "./fault";

export interface FakeRuns {
  commands: Pick<Ipc, "runList" | "runOutput" | "runImport" | "terminalRuns">;
  /** How often a list is told to be partial: only its first row is read then. */
  reading: number;
  /** Every run, the oldest first. */
  all: RunInfo[];
  /** What other programs have kept, and is not imported yet. */
  histories: RunHistory[];
  /** What runs wrote, by their ids. */
  outputs: Map<string, string>;
  /** Adds a run as the history has it. */
  add: (part: Partial<RunInfo> & Pick<RunInfo, "id" | "command">) => RunInfo;
  /** Tells the page that a run began or ended. */
  tell: (type: "runStarted" | "runEnded", run: RunInfo) => void;
}

/** A history of commands in memory; words are found as they stand in a command. */
export function makeRuns(emit: (event: UiEvent) => void): FakeRuns {
  const all: RunInfo[] = [];
  const histories: RunHistory[] = [];
  const outputs = new Map<string, string>();
  const add: FakeRuns["add"] = (part) => {
    const run: RunInfo = {
      terminal: null,
      workspace: null,
      cwd: null,
      branch: null,
      state: "ended",
      exit: 0,
      startedAt: 1_000,
      endedAt: 2_000,
      session: "session-1",
      host: "sol",
      source: "tenon",
      outputBytes: 0,
      binary: false,
      firstError: null,
      ...part,
    };
    all.push(run);
    return run;
  };
  const commands: FakeRuns["commands"] = {
    runList: async (params) => {
      if (params.id !== null) {
        const run = all.find(({ id }) => id === params.id);
        if (!run) throw fault("notFound", `There is no command run:${params.id}.`);
        return { runs: [run], more: false, partial: false, session: "session-1" };
      }
      const words = (params.query ?? "").toLowerCase().split(/\s+/).filter(Boolean);
      const fits = (run: RunInfo): boolean =>
        words.every((word) => run.command.toLowerCase().includes(word)) &&
        (params.cwd === null || run.cwd === params.cwd || run.cwd?.startsWith(`${params.cwd}/`) === true) &&
        (params.failed !== true || (run.exit !== null && run.exit !== 0)) &&
        (params.branch === null || run.branch === params.branch) &&
        (params.session === null || run.session === "session-1");
      const found = [...all].reverse().filter(fits);
      const from = params.after === null ? 0 : found.findIndex(({ id }) => id === params.after) + 1;
      const partial = state.reading > 0;
      if (partial) state.reading -= 1;
      const runs = found.slice(from, from + (partial ? 1 : params.limit));
      return { runs, more: from + params.limit < found.length, partial, session: "session-1" };
    },
    runOutput: async ({ id }) => {
      if (!all.some((run) => run.id === id)) throw fault("notFound", `There is no command run:${id}.`);
      return new TextEncoder().encode(outputs.get(id) ?? "").buffer;
    },
    runImport: async ({ source, dry }) => {
      const asked = histories.filter((history) => source === null || history.source === source);
      const told = asked.map((history) => ({ ...history }));
      if (dry === true) return { histories: told, dry: true };
      for (const history of asked) {
        for (let at = 0; at < history.added; at += 1) {
          add({ id: `${history.source}-${at}`, command: `${history.source} ${at}`, source: history.source });
        }
        history.known += history.added;
        history.added = 0;
      }
      return { histories: told, dry: false };
    },
    terminalRuns: async ({ id }) => ({ runs: all.filter(({ terminal }) => terminal === id) }),
  };
  const state: FakeRuns = {
    reading: 0,
    commands,
    all,
    histories,
    outputs,
    add,
    tell: (type, run) => emit({ type, terminal: run.terminal ?? "", run }),
  };
  return state;
}
